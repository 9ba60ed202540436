import { z } from 'zod';
import { hiddenDifferenceSchema } from '../compare/comparison-schema.ts';
import { verdictSchema } from '../compare/row-schema.ts';
import { count, runner, variant, workloadName } from '../model/schema-fields.ts';
import { rowSchema } from '../report/comparison/json-schema.ts';
import { acceptedChangeSchema } from './accepted/schema.ts';
import { JSON_GATE_SCHEMA } from './json.ts';
import { DIRECTIONS, POLICIES } from './rules.ts';

const problem = z.object({ reason: z.string(), remedy: z.string() });

const side = z
  .object({ path: z.string(), id: z.string(), startedAt: z.iso.datetime() })
  .meta({ id: 'gateSide', description: 'A run that was judged, or judged against.' });

const accepted = acceptedChangeSchema.meta({
  id: 'acceptedChange',
  description: 'A change that people have decided to live with.',
});

const subject = { subject: z.string(), workload: workloadName, runner, variant };
const why = z.string().nullable().describe('Why it is undecided. Null when it is not.');

const confirmation = z.discriminatedUnion('by', [
  z.object({ by: z.literal('rerun'), row: rowSchema }),
  z.object({ by: z.literal('exactness') }),
]);

const gateRow = z
  .object({
    ...subject,
    metric: z.string().describe('As `--metric` takes it.'),
    standing: z.enum(['fine', 'open', 'suspected']).describe('What the first look said.'),
    fate: z.enum(['fine', 'cleared', 'confirmed', 'accepted', 'undecided']).describe('What became of it.'),
    why,
    verdict: verdictSchema.describe('Of the look that decided.'),
    first: rowSchema,
    confirmation: confirmation
      .nullable()
      .describe(
        '`rerun`: old and new code in the same blocks; `exactness`: a size, which has no noise. Null where the first look was the only one.',
      ),
    mostlyIn: z
      .string()
      .nullable()
      .describe('The phase that holds most of the change of a cold start. Null where none does.'),
    acceptedBy: accepted.nullable().describe('Null when no entry accepts it.'),
  })
  .meta({ id: 'gateRow', description: 'One metric of one subject on its way through the gate.' });

const rerun = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('run'),
    workload: workloadName,
    path: z.string().describe('The result set.'),
    blocks: count.nullable().describe('Null when no subject had figures on both sides.'),
    notes: z.array(z.string()),
  }),
  z.object({ status: z.literal('impossible'), workload: workloadName, ...problem.shape }),
]);

const rules = z.object({
  failOn: z.array(z.enum(DIRECTIONS)),
  threshold: z.number().describe('The largest change that does not matter, as a fraction.'),
  metrics: z.array(z.string()),
  inconclusive: z.enum(POLICIES),
  noBaseline: z.enum(POLICIES),
  minQuietness: z.number(),
  maxDisturbed: z.number().describe('Of the blocks, as a fraction.'),
});

/** What `coldbench gate --json` prints; published as results/gate.schema.json. */
export const gateSchema = z
  .object({
    schema: z.literal(JSON_GATE_SCHEMA),
    outcome: z.enum(['passed', 'regression', 'cannotTell', 'unfit', 'noBaseline']),
    pass: z
      .boolean()
      .describe('Whether the change may land; `cannotTell` and `noBaseline` may be told to pass.'),
    rules,
    candidate: side,
    baseline: side.nullable().describe('Null when there was none to be found.'),
    beside: z.boolean().describe("True when the old code ran in the candidate's own blocks."),
    familySize: count.describe('Rows over which the verdicts of the first look are corrected.'),
    families: count.describe('Into how many families they fall.'),
    familyAlpha: z
      .number()
      .describe('The chance that a family holds any false suspicion when nothing differs.'),
    rows: z.array(gateRow),
    lost: z
      .array(z.object({ ...subject, fate: z.enum(['confirmed', 'undecided']), why }))
      .describe(
        'Subjects that had figures in the baseline and of which every trial of the candidate failed.',
      ),
    unjudged: z.array(z.object({ subject: z.string(), reason: z.string() })),
    unfit: z.array(problem).describe('Why nothing may be judged here.'),
    noBaseline: problem.nullable().describe('Null when there is a baseline.'),
    reruns: z.array(rerun),
    accepted: z
      .object({
        path: z.string().nullable().describe('Null without a list.'),
        used: z.array(accepted),
        expired: z.array(accepted),
        exceeded: z.array(accepted),
        unused: z.array(accepted),
        added: z.array(accepted).describe('Written by this gate.'),
      })
      .describe('What the list of accepted changes did, for the rows that were judged.'),
    hiddenDifferences: z.array(hiddenDifferenceSchema).describe('Between candidate and baseline.'),
    notes: z.array(z.string()),
  })
  .meta({
    title: 'coldbench gate',
    description: 'What `coldbench gate --json` prints: nanoseconds, bytes, fractions; absent is null.',
  });
