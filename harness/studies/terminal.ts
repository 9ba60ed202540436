import type { NameOf } from '../report/subject-names.ts';
import type { RunSummary } from '../report/summary-types.ts';
import type { Look } from '../report/terminal/look.ts';

/** A section for each study that found something about a workload; an empty text is left out. */
export function formatStudies(_run: RunSummary, _workload: string, _nameOf: NameOf, _look: Look): string[] {
  return [];
}
