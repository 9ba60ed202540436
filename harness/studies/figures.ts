import type { TrialFigures } from '../model/metrics.ts';
import type { ResultRecord } from '../model/schema.ts';
import { burstFigures, fromZeroFigures } from './burst/figures.ts';
import { densityFigures } from './density/figures.ts';
import { limitsFigures, memoryFloorFigures } from './limits/figures.ts';
import { loadFigures } from './load/figures.ts';
import { memoryFigures } from './memory/figures.ts';

/** What one record of a study says of a subject, by the names of STUDY_METRICS. */
export interface StudyFigures {
  readonly subject: string;
  /** Stands for the block: what was measured in one round is paired. */
  readonly round: number;
  readonly figures: TrialFigures;
}

/** Null for a record of another kind, or one that has no figure. */
export function studyFigures(record: ResultRecord): StudyFigures | null {
  switch (record.kind) {
    case 'memory':
      return { subject: record.subject, round: record.round, figures: memoryFigures(record) };
    case 'load':
      return { subject: record.subject, round: record.round, figures: loadFigures(record) };
    case 'burst':
      return { subject: record.subject, round: record.round, figures: burstFigures(record) };
    case 'fromZero':
      return { subject: record.subject, round: record.round, figures: fromZeroFigures(record) };
    case 'density':
      return { subject: record.subject, round: record.round, figures: densityFigures(record) };
    case 'limits':
      return { subject: record.subject, round: record.round, figures: limitsFigures(record) };
    case 'memoryFloor':
      return { subject: record.subject, round: record.round, figures: memoryFloorFigures(record) };
    default:
      return null;
  }
}
