import type { Runner } from '../runner.ts';
import { packageFunction } from './package.ts';
import { VARIANTS, variantOf } from './variants.ts';

const DEFAULT = 'lambda';

/**
 * An AWS-Lambda-style function on a local platform: the same bundle behind a handler in a zip, started by the public
 * Runtime API. See platform.ts for where the platform runs, and report.ts for what it reports.
 */
export const runner: Runner = {
  name: 'serverless',
  isolation: 'none',
  engine: 'V8',
  summary:
    'zip with a Lambda handler; unpacked into a new sandbox, a fresh runtime process; HTTP to a local invoke endpoint',
  variants: VARIANTS,
  probe: async (variant) =>
    variant === undefined || variant === DEFAULT
      ? {
          available: true,
          variant: DEFAULT,
          versions: { node: process.version, runtimeApi: '2018-06-01' },
        }
      : variantOf(variant).probe(),
  package: (workload, context) =>
    context.variant === undefined || context.variant === DEFAULT
      ? packageFunction(workload, context)
      : variantOf(context.variant).package(workload, context),
};
