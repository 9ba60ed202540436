import type { NameOf } from '../report/subject-names.ts';
import type { RunSummary } from '../report/summary-types.ts';
import type { Look } from '../report/terminal/look.ts';

import { formatBursts } from './burst/terminal.ts';
import { formatDensity } from './density/terminal.ts';
import { formatLimits } from './limits/terminal.ts';
import { formatLoad } from './load/terminal.ts';
import { formatMemory } from './memory/terminal.ts';

/** A section for each study that found something about a workload; an empty text is left out. */
export function formatStudies(run: RunSummary, workload: string, nameOf: NameOf, look: Look): string[] {
  return [
    formatMemory(run, workload, nameOf, look),
    formatLoad(run, workload, nameOf, look),
    formatBursts(run, workload, nameOf, look),
    formatDensity(run, workload, nameOf, look),
    formatLimits(run, workload, nameOf, look),
  ];
}
