import { z } from 'zod';
import { bytes, sha256 } from '../model/schema-fields.ts';

/** What a comparison of different machines says beside its figures; the types of machines.ts and calibration.ts. */

const alike = z
  .enum(['same', 'differs', 'unknown'])
  .describe('By its digest; `unknown` where a side does not tell it.');

export const workloadProofSchema = z
  .object({
    workload: z.string(),
    event: alike,
    answer: alike,
    handler: alike,
    inputSha256: sha256.nullable().describe('The event of both. Null unless it is the same.'),
    outputSha256: sha256.nullable().describe('The answer of both. Null unless it is the same.'),
    handlerSha256: sha256.nullable().describe('The bundled handler of both. Null unless it is the same.'),
  })
  .meta({ id: 'workloadProof', description: 'Whether both sides did the same work.' });

const artifactSideSchema = z.object({
  sha256,
  sizeBytes: bytes,
  arch: z.string().describe('The architecture of the machine that it ran on.'),
});

export const artifactPairSchema = z
  .object({
    subject: z.string(),
    same: z.boolean().describe('Whether both are the same bytes.'),
    old: artifactSideSchema.nullable().describe('Null when the side does not tell.'),
    new: artifactSideSchema.nullable().describe('Null when the side does not tell.'),
  })
  .meta({ id: 'artifactPair', description: 'What was packaged on each side.' });

export const kernelRatioSchema = z
  .object({
    kernel: z.string(),
    oldNs: z.number().describe('Median time of one operation.'),
    newNs: z.number().describe('Median time of one operation.'),
    ratio: z
      .number()
      .describe('New over old, by Hodges and Lehmann: 1.4 is a machine that takes 40 % longer.'),
    ratioInterval: z
      .object({ low: z.number(), high: z.number() })
      .nullable()
      .describe('95 %. Null for too few samples.'),
  })
  .meta({ id: 'kernelRatio', description: 'Fixed work on both machines; see harness/machine/README.md.' });

export const calibrationComparisonSchema = z
  .object({
    kernels: z.array(kernelRatioSchema),
    notes: z.array(z.string()).describe('What was not calibrated or is left out, and why.'),
  })
  .meta({
    id: 'calibrationComparison',
    description: 'How fast the machines are at fixed work: what absolute figures are to be read beside.',
  });

export const machinesSchema = z
  .object({
    workloads: z.array(workloadProofSchema),
    artifacts: z.array(artifactPairSchema),
    calibration: calibrationComparisonSchema,
  })
  .meta({ id: 'machines', description: 'What is to be known before figures of two machines are believed.' });
