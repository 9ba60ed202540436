import type { PackagedSubject } from '../../experiment/prepare.ts';
import type { SavedRecord } from '../../model/store.ts';
import { createRandom } from '../../stats/index.ts';
import { failureOf } from '../failure.ts';
import type { Study, StudyContext } from '../study.ts';
import { Climb } from './climb.ts';
import { DEFAULT_DENSITY, type DensityPlan } from './plan.ts';

/** More and more instances of each subject side by side, in each round. */
export const study: Study = {
  name: 'density',
  async run(context) {
    const plan = context.session.plan.density ?? DEFAULT_DENSITY;
    for (let round = 0; round < plan.rounds; round += 1) {
      const order = createRandom(context.seed).derive(`density ${round}`).shuffle(context.subjects);
      for (const subject of order) {
        const most = plan.counts.at(-1) ?? 0;
        context.progress(`density, round ${round + 1} of ${plan.rounds}: up to ${most} × ${subject.subject}`);
        await context.save(await climb(context, subject, round, plan));
      }
    }
  },
};

async function climb(
  context: StudyContext,
  packaged: PackagedSubject,
  round: number,
  plan: DensityPlan,
): Promise<SavedRecord> {
  const place = { kind: 'density', subject: packaged.subject, round } as const;
  const way = new Climb(context, packaged, plan);
  await way.run(`density-${context.subjects.indexOf(packaged)}-${round}`);
  const { error, bound, readings, startNs } = way;
  const found = { ...readings.columns, startNs };
  if (error !== null) return { ...place, status: 'failed', ...found, ...failureOf(error) };
  if (bound && readings.counts.length === 0) return { ...place, status: 'skipped', reason: bound.reason };
  const reached = readings.counts.at(-1) ?? 0;
  return {
    ...place,
    status: 'completed',
    ...found,
    endedBy: bound?.by ?? 'counts',
    endReason: bound && `Stopped at ${reached}: ${bound.reason}.`,
  };
}
