import { KERNELS, type KernelName, ROUNDS } from '../../machine/calibration/kernels.ts';
import type { CalibrationRecord } from '../../model/schema.ts';

/** What one operation takes on the invented machine of the samples, in ns. */
const ORDINARY_NS: Readonly<Record<KernelName, number>> = {
  integer: 2,
  float: 3.5,
  memoryLatency: 130,
  memoryCopy: 95_000,
  syscall: 410,
  forkExec: 520_000,
};

/** How many times slower than the ordinary one a machine is, at everything or by kernel; null leaves a kernel away. */
export type SampleCalibration = number | Partial<Readonly<Record<KernelName, number | null>>>;

/** An invented calibration, in which every sample is a little slower than the one before. */
export function sampleCalibration(
  when: CalibrationRecord['when'],
  slower: SampleCalibration = 1,
  change: Partial<CalibrationRecord> = {},
): CalibrationRecord {
  const factorOf = (name: KernelName): number | null =>
    typeof slower === 'number' ? slower : slower[name] === undefined ? 1 : slower[name];
  const kernels = KERNELS.flatMap(({ name, operations }) => {
    const factor = factorOf(name);
    if (factor === null) return [];
    const samplesNs = Array.from({ length: ROUNDS }, (_, round) =>
      Math.round(ORDINARY_NS[name] * operations * factor * (1 + round / 1000)),
    );
    return [{ kernel: name, operations, samplesNs }];
  });
  return { kind: 'calibration', when, kernels, programArch: 'x64', failure: null, ...change };
}
