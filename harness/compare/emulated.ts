import { ColdbenchError } from '../model/errors.ts';
import { safeText } from '../report/sanitize.ts';
import type { EmulatedSides } from './comparison-schema.ts';
import type { ComparableSet } from './load.ts';

/** Translated instructions on one side and not on the other: then even ratios are of the translation. */
export const emulatedSides = (old: ComparableSet, fresh: ComparableSet): EmulatedSides => {
  const [a, b] = [old, fresh].map(({ manifest }) => manifest.machine.emulated === true);
  if (a && b) return 'both';
  return a ? 'old' : b ? 'new' : null;
};

/** @throws ColdbenchError `MIXED_EMULATION` when one of the two is emulated and the other is not, as far as is known. */
export function refuseMixedEmulation(old: ComparableSet, fresh: ComparableSet): void {
  const sides = emulatedSides(old, fresh);
  if (sides !== 'old' && sides !== 'new') return;
  const [emulated, other] = sides === 'old' ? [old, fresh] : [fresh, old];
  const { arch, emulated: known } = other.manifest.machine;
  const counterpart =
    known === false ? `${safeText(other.path)} ran on a real one` : `of ${safeText(other.path)} nobody knows`;
  throw new ColdbenchError(
    'MIXED_EMULATION',
    `${safeText(emulated.path)} was measured on an emulated ${emulated.manifest.machine.arch} machine, and ${counterpart} (${arch}): neither times nor ratios of an emulator say anything of hardware.`,
    {
      remedy:
        'Compare sets of real machines. To see the figures beside each other all the same, each labelled, add --allow-emulated.',
    },
  );
}
