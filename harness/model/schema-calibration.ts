import { z } from 'zod';
import { ns } from './schema-fields.ts';

/** When a run calibrates: twice, so that a machine that changed meanwhile is seen to. */
export const CALIBRATION_TIMES = ['before', 'after'] as const;

export const kernelSchema = z
  .looseObject({
    kernel: z
      .string()
      .min(1)
      .describe('Name of the work; harness/machine/README.md says what it stands for.'),
    operations: z
      .int()
      .positive()
      .describe('How often a sample does it: the time of one is a sample over this.'),
    samplesNs: z.array(ns).min(1).describe('How long it took, each time; warm-up rounds are left out.'),
  })
  .meta({ id: 'kernel', description: 'Fixed work, the same on every machine and in every run.' });

export const calibrationSchema = z
  .looseObject({
    kind: z.literal('calibration').describe('Always `calibration`.'),
    when: z.enum(CALIBRATION_TIMES).describe('`before` the first block, or `after` the last.'),
    kernels: z.array(kernelSchema).describe('What was done; empty when it failed.'),
    programArch: z
      .string()
      .nullable()
      .describe(
        "What the program that `forkExec` starts was compiled for, as Node names it: another than the machine's `arch` runs beside the emulation, not in it. Null when the program does not tell.",
      ),
    failure: z.string().nullable().describe('Why there are no kernels. Null when there are.'),
  })
  .meta({
    id: 'calibration',
    description:
      'How fast the machine does fixed work: what absolute figures of different machines are read beside. In a merged file it is of the part whose line precedes it.',
  });
