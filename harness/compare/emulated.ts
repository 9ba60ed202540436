import { ColdbenchError } from '../model/errors.ts';
import type { SubjectSeries } from '../model/series.ts';
import { safeText } from '../report/sanitize.ts';
import type { EmulatedSides } from './comparison-schema.ts';
import type { ComparableSet } from './load.ts';

/** Translated instructions on one side and not on the other: then even ratios are of the translation. */
export const emulatedSides = (old: ComparableSet, fresh: ComparableSet): EmulatedSides =>
  sidesOf(isEmulated(old), isEmulated(fresh));

/** The same of a row, which also a guest of its own may have been translated for. */
export const emulatedRow = (
  old: { readonly set: ComparableSet; readonly series: SubjectSeries },
  fresh: { readonly set: ComparableSet; readonly series: SubjectSeries },
): EmulatedSides => {
  const [a = false, b = false] = [old, fresh].map(
    ({ set, series }) => isEmulated(set) || series.subject.emulated !== undefined,
  );
  return sidesOf(a, b);
};

const isEmulated = ({ manifest }: ComparableSet): boolean => manifest.machine.emulated === true;

function sidesOf(old: boolean, fresh: boolean): EmulatedSides {
  if (old && fresh) return 'both';
  return old ? 'old' : fresh ? 'new' : null;
}

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
