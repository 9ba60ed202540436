import type { RunnerSpec } from '../../../runners/runner.ts';
import type { Look } from '../look.ts';

/** What is to be measured again of a workload. */
export interface RerunRequest {
  readonly workload: string;
  readonly runners: readonly RunnerSpec[];
  readonly metrics: readonly string[];
}

/** Old and new code of one workload in the same blocks, or why that could not be. */
export type RerunReport =
  | {
      readonly status: 'run';
      readonly workload: string;
      /** The result set. */
      readonly path: string;
      readonly look: Look;
    }
  | {
      readonly status: 'impossible';
      readonly workload: string;
      readonly reason: string;
      readonly remedy: string;
    };
