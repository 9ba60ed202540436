import type { Runner } from '../runner.ts';
import { DEFAULT_KIND, KINDS, kindOf } from './kinds.ts';

const { [DEFAULT_KIND]: standard, ...variants } = KINDS;

/** A kernel that has no other program, no users and no shell; the kernel and its tools are the user's. */
export const runner: Runner = {
  name: 'unikernel',
  isolation: 'unikernel',
  engine: 'V8',
  summary: standard.summary,
  variants,
  probe: (variant = DEFAULT_KIND) => kindOf(variant).probe(),
  package: (workload, context) => kindOf(context.variant ?? DEFAULT_KIND).package(workload, context),
};
