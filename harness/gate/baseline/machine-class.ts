import { machineClassOf } from '../../history/machine-class.ts';
import type { Manifest } from '../../model/schema.ts';

/**
 * Whether the absolute figures of two runs can be held against each other: what makes a machine class is equal. A run
 * without containers does not tell the engine, which is no difference: what it did not use it was not changed by.
 */
export function isSameMachineClass(a: Manifest, b: Manifest): boolean {
  const [one, other] = [machineClassOf(a).facts, machineClassOf(b).facts];
  return Object.keys(one).every((field) => !(field in other) || one[field] === other[field]);
}
