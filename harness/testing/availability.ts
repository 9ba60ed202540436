import { describe } from 'vitest';
import type { Runner } from '../../runners/runner.ts';

const required = process.env.COLDBENCH_REQUIRE_RUNNERS === '1';

/** The runner with one of its variants as if it were the default, for the conformance suite. */
export const withVariant = (runner: Runner, variant: string): Runner => ({
  ...runner,
  probe: () => runner.probe(variant),
  package: (workload, context) => runner.package(workload, { ...context, variant }),
});

/**
 * Tests that need what a runner finds on this machine. Where it finds none they are reported as skipped, with the reason
 * in their title; where COLDBENCH_REQUIRE_RUNNERS=1, as in CI, they run all the same and fail.
 */
export async function describeIfAvailable(title: string, runner: Runner, tests: () => void): Promise<void> {
  const probe = await runner.probe();
  const skip = !probe.available && !required;
  describe.skipIf(skip)(skip ? `${title} (skipped: ${probe.reason})` : title, tests);
}
