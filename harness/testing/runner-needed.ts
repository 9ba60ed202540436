import { describe } from 'vitest';
import type { Runner } from '../../runners/runner.ts';

const required = process.env.COLDBENCH_REQUIRE_RUNNERS === '1';

/**
 * Tests that need what a runner needs. Where it is unavailable they are reported as skipped, with the reason in their
 * title; where COLDBENCH_REQUIRE_RUNNERS=1, as in CI, they run all the same and fail.
 */
export async function describeWithRunner(
  title: string,
  { probe }: Pick<Runner, 'probe'>,
  tests: () => void,
): Promise<void> {
  const found = await probe();
  const skip = !found.available && !required;
  describe.skipIf(skip)(found.available ? title : `${title} (skipped: ${found.reason})`, tests);
}

/** A variant as a runner of its own, for the tests that every runner has to pass. */
export const variantOf = (runner: Runner, variant: string): Runner => ({
  ...runner,
  ...runner.variants?.[variant],
  probe: () => runner.probe(variant),
  package: (workload, context) => runner.package(workload, { ...context, variant }),
});
