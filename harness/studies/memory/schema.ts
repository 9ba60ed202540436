import { z } from 'zod';
import { bytes, count, ns, subjectId } from '../../model/schema-fields.ts';

const told = <T extends z.ZodType>(schema: T, what: string) =>
  schema.nullable().describe(`${what} Null when the system does not tell.`);

const readingSchema = z
  .looseObject({
    source: z.string().describe('Where the figures come from.'),
    rssBytes: told(bytes, 'Resident set: pages in memory, shared ones in full.'),
    pssBytes: told(bytes, 'Proportional set: shared pages divided by who shares them.'),
    ussBytes: told(bytes, 'Unique set: pages of this guest alone.'),
    peakRssBytes: told(bytes, 'The highest resident set so far.'),
    anonymousBytes: told(
      bytes,
      'Resident pages that no file is behind: heap, stacks, code that was compiled.',
    ),
    fileBytes: told(bytes, 'Resident pages of files: programs, libraries, whatever was mapped.'),
    userNs: told(ns, "CPU time in the guest's own code so far, in clock ticks of 10 ms."),
    systemNs: told(ns, 'CPU time in the kernel so far, in clock ticks of 10 ms.'),
    cpuNs: told(ns, 'Both, as the scheduler counts them, of all threads that are there.'),
    voluntarySwitches: told(count, 'Context switches so far in which the guest waited for something.'),
    involuntarySwitches: told(count, 'Those in which it was taken off its CPU.'),
    majorFaults: told(count, 'Page faults that read from disk.'),
    minorFaults: told(count, 'Page faults served from memory.'),
  })
  .meta({ id: 'memoryReading', description: "The guest's own process at one moment." });

const supportSchema = z
  .looseObject({
    name: z.string().describe('Name of the program.'),
    rssBytes: told(bytes, 'Its resident set after the warm calls.'),
    pssBytes: told(bytes, 'Its proportional set then.'),
    cpuNs: told(ns, 'CPU time of its own, from its start until the first response had been read.'),
  })
  .meta({ id: 'supportProcess', description: 'A process that this very instance brings along.' });

const sharedSchema = z
  .looseObject({
    name: z.string().describe('Name of the program.'),
    cpuNs: told(ns, 'CPU time that it used from before the launch until the first response had been read.'),
  })
  .meta({
    id: 'sharedProcess',
    description:
      'A process that serves all instances, such as the engine; whatever else it did then is in its figure.',
  });

const place = {
  kind: z.literal('memory').describe('Always `memory`.'),
  subject: subjectId,
  round: count.describe(
    'Number of the round: 0 and up; each has every subject, in random order, with a new guest.',
  ),
};

export const memorySchema = z
  .discriminatedUnion('status', [
    z
      .looseObject({
        ...place,
        status: z.literal('completed').describe('`completed`.'),
        ready: readingSchema.describe('When it had announced that it would answer.'),
        firstResponse: readingSchema.describe('After the first response.'),
        warm: readingSchema.describe('After the warm calls.'),
        warmCalls: count.describe('Calls between the last two readings.'),
        linearMemoryBytes: bytes
          .optional()
          .describe(
            'The linear memories of a component after the warm calls, as far as they have grown; resident only where they were touched. Left out where there are none.',
          ),
        support: z
          .array(supportSchema)
          .describe('What this instance brings along; counted in no other figure.'),
        shared: z.array(sharedSchema).describe('What serves all instances; counted in no other figure.'),
      })
      .meta({
        id: 'completedMemory',
        description: 'Memory and CPU time of one guest at three moments of its life.',
      }),
    z
      .looseObject({
        ...place,
        status: z.literal('failed').describe('`failed`.'),
        code: z.string().describe('Stable name of the error, meant for scripts.'),
        reason: z.string().describe('What happened.'),
      })
      .meta({ id: 'failedMemory', description: 'A guest that did not live to be read.' }),
    z
      .looseObject({
        ...place,
        status: z.literal('skipped').describe('`skipped`.'),
        reason: z.string().describe('Why it was not read.'),
      })
      .meta({ id: 'skippedMemory', description: 'A guest whose processes cannot be seen from here.' }),
  ])
  .meta({ description: 'Memory and CPU time of one guest.' });
