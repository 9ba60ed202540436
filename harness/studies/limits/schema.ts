import { z } from 'zod';
import { bytes, count, ns, subjectId } from '../../model/schema-fields.ts';

export const sizeSchema = z
  .looseObject({
    size: z.string().min(1).describe('Its name.'),
    cpus: z
      .number()
      .positive()
      .nullable()
      .describe('CPU time a second: 0.25 is a quarter of one CPU. Null for no limit.'),
    memoryBytes: bytes.nullable().describe('Memory, and no swap beside it. Null for no limit.'),
  })
  .meta({ id: 'size', description: 'What a guest may use at most.' });

/** What `--conditions limits` was asked to do; kept in the manifest's plan. */
export const limitsPlanSchema = z
  .looseObject({
    sizes: z.array(sizeSchema).describe('Beside `unlimited`, which is always measured.'),
    rounds: count.min(1).describe('How often each of them is measured, and the smallest memory searched.'),
    warmCalls: count.describe('Calls after the first one, under the same limits.'),
    withinNs: ns.describe('A size under which a guest has not answered after this long is too small.'),
  })
  .meta({ id: 'limitsPlan', description: 'What the study `limits` does.' });

const place = {
  subject: subjectId,
  round: count.describe('Number of the round: 0 and up; each has every subject, in random order.'),
};

const limited = { kind: z.literal('limits').describe('Always `limits`.'), ...place, ...sizeSchema.shape };

const failure = {
  code: z.string().describe('Stable name of the error, meant for scripts.'),
  reason: z.string().describe('What happened.'),
};

export const limitsSchema = z
  .discriminatedUnion('status', [
    z
      .looseObject({
        ...limited,
        status: z.literal('completed').describe('`completed`: also where the size is too small.'),
        readyNs: ns
          .nullable()
          .describe(
            'It has announced that it would answer, since its launch. Null where the size is too small.',
          ),
        firstResponseNs: ns
          .nullable()
          .describe(
            'The last byte of its first, verified response has been read, since its launch. Null where the size is too small.',
          ),
        warmNs: z.array(ns).describe('The calls after it, one after the other.'),
        tooSmall: z
          .string()
          .nullable()
          .describe('Why it does not start under this size. Null where it does.'),
        limitsSeen: z
          .boolean()
          .describe(
            "Whether the limits were read back from the guest's own cgroup. False where none was set, where it ended too early, or cannot be seen from here: an engine in a virtual machine.",
          ),
        throttledNs: ns
          .nullable()
          .describe(
            'How long it was kept from running for its CPU limit, until after the calls; every CPU on which it had work counts. Null where nothing tells.',
          ),
        peakBytes: bytes
          .nullable()
          .describe(
            'The most memory that its cgroup held. Not the pages that were in the page cache before, such as those of the Node binary. Null where nothing tells.',
          ),
      })
      .meta({ id: 'completedLimits', description: 'One cold start and some calls under limits.' }),
    z
      .looseObject({ ...limited, status: z.literal('failed').describe('`failed`.'), ...failure })
      .meta({ id: 'failedLimits', description: 'A start that failed for another reason than its limits.' }),
    z
      .looseObject({
        ...limited,
        status: z.literal('skipped').describe('`skipped`.'),
        reason: z.string().describe('Why it was not run.'),
      })
      .meta({ id: 'skippedLimits', description: 'A size that was planned and not run.' }),
  ])
  .meta({ description: 'One size.' });

const floor = { kind: z.literal('memoryFloor').describe('Always `memoryFloor`.'), ...place };

export const memoryFloorSchema = z.discriminatedUnion('status', [
  z
    .looseObject({
      ...floor,
      status: z.literal('completed').describe('`completed`.'),
      floorBytes: bytes
        .nullable()
        .describe(
          'The smallest memory limit under which it started and answered. Null where it did under none.',
        ),
      tooSmallBytes: bytes
        .nullable()
        .describe(
          'The largest below it under which it did not. Null where it started under the least of all.',
        ),
      triedBytes: z.array(bytes).describe('Every memory limit that was tried, in the order of the search.'),
      firstResponseNs: z
        .array(ns.nullable())
        .describe('Launch to first response under each of them; null where it did not start.'),
    })
    .meta({ id: 'completedMemoryFloor', description: 'A search of the smallest memory.' }),
  z
    .looseObject({ ...floor, status: z.literal('failed').describe('`failed`.'), ...failure })
    .meta({ id: 'failedMemoryFloor', description: 'A search in which something else failed.' }),
  z
    .looseObject({
      ...floor,
      status: z.literal('skipped').describe('`skipped`.'),
      reason: z.string().describe('Why it was not run.'),
    })
    .meta({ id: 'skippedMemoryFloor', description: 'A search that was planned and not run.' }),
]);
