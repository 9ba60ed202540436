import { z } from 'zod';
import { count, ns } from './schema-fields.ts';

const counter = (meaning: string) =>
  count.nullable().describe(`${meaning} Null when the system does not tell.`);

const borderSchema = z
  .looseObject({
    canaryNs: ns.describe('How long a fixed piece of work took.'),
    atNs: ns.describe('Monotonic clock.'),
    stealNs: counter('Time in which the hypervisor kept CPUs away, summed over them, since boot.'),
    psiCpuSomeUs: counter('Time in which some task waited for a CPU, since boot.'),
    psiIoSomeUs: counter('Time in which some task waited for the disk, since boot.'),
    psiMemorySomeUs: counter('Time in which some task waited for memory, since boot.'),
    throttledUs: counter('Time in which a CPU quota stopped the harness.'),
    contextSwitches: counter('Context switches since boot.'),
    frequencyKhz: counter('Frequency of the first CPU, at this instant.'),
  })
  .meta({ id: 'border', description: 'What the machine says at the border of two blocks.' });

export const blockSchema = z
  .looseObject({
    kind: z.literal('block').describe('Always `block`.'),
    block: count.describe('Number of the block that has ended.'),
    warmup: z.boolean().describe('True for the declared warm-up blocks.'),
    before: borderSchema.describe('When it began.'),
    after: borderSchema.describe('When it had ended.'),
    disturbances: z
      .array(z.string())
      .describe('What was wrong by what was known then, as ids such as `canarySlow` or `steal`.'),
    discarded: z
      .boolean()
      .describe('True when `--strict` ran another block in its place: its trials are in no summary.'),
  })
  .meta({ id: 'block', description: 'The surroundings of a block that was run to its end.' });

export const quietnessSchema = z
  .looseObject({
    score: z.int().min(0).max(100).describe('100: nothing speaks against measuring now.'),
    findings: z
      .array(z.looseObject({ id: z.string(), what: z.string() }))
      .describe('What lowers the score, gravest first.'),
  })
  .meta({ id: 'quietness', description: 'How quiet the machine was right before the run.' });
