import { z } from 'zod';
import type { ResultRecord } from '../model/schema.ts';

/** What the studies of a run found; one that was not asked for is absent. */
export const studySummariesSchema = z
  .object({})
  .meta({ id: 'studies', description: 'What was measured beside starts, by the name of its condition.' });

export type StudySummaries = z.infer<typeof studySummariesSchema>;

/** Collects the records of all studies of a run. */
export class StudyCollector {
  add(_record: ResultRecord): void {
    // No study has records yet.
  }

  summarize(): StudySummaries {
    return {};
  }
}
