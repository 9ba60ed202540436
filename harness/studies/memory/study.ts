import type { NamedProcess } from '../../../runners/runner.ts';
import type { PackagedSubject } from '../../experiment/prepare.ts';
import type { SavedRecord } from '../../model/store.ts';
import { createRandom } from '../../stats/index.ts';
import { failureOf } from '../failure.ts';
import { type StudyGuest, startGuest } from '../guest.ts';
import type { Study, StudyContext } from '../study.ts';
import type { CompletedMemory } from './figures.ts';
import { readCpu, readMemory } from './reading.ts';

const ROUNDS = 5;

/** Memory and CPU time of guests that nothing else is asked of: a reading between two stamps would be in a cold start. */
export const study: Study = {
  name: 'memory',
  async run(context) {
    const random = createRandom(context.seed);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const subject of random.derive(`memory ${round}`).shuffle(context.subjects)) {
        context.progress(`memory, round ${round + 1} of ${ROUNDS}: ${subject.subject}`);
        await context.save(await readGuest(context, subject, round));
      }
    }
  },
};

async function readGuest(
  context: StudyContext,
  packaged: PackagedSubject,
  round: number,
): Promise<SavedRecord> {
  const { session, subjects } = context;
  session.signal.throwIfAborted();
  const place = { kind: 'memory', subject: packaged.subject, round } as const;
  if (process.platform !== 'linux') {
    return {
      ...place,
      status: 'skipped',
      reason: 'this system does not tell the memory of a process by its kinds',
    };
  }
  try {
    const shared = (await packaged.packaged.sharedProcesses?.()) ?? [];
    const before = await Promise.all(shared.map(({ pid }) => readCpu(pid)));
    const guest = await startGuest(context, packaged, `memory-${subjects.indexOf(packaged)}-${round}`);
    try {
      const pid = guest.pids.at(-1);
      if (pid === undefined) {
        return { ...place, status: 'skipped', reason: 'its process cannot be seen from here' };
      }
      const read = await readLife(guest, pid, session.plan.warmCalls, { shared, before });
      return { ...place, status: 'completed', ...read };
    } finally {
      await guest.stop();
    }
  } catch (error) {
    session.signal.throwIfAborted();
    return { ...place, status: 'failed', ...failureOf(error) };
  }
}

interface SharedBefore {
  readonly shared: readonly NamedProcess[];
  /** Their CPU time before the launch. */
  readonly before: readonly (number | null)[];
}

type Life = 'ready' | 'firstResponse' | 'warm' | 'warmCalls' | 'linearMemoryBytes' | 'support' | 'shared';

async function readLife(
  guest: StudyGuest,
  pid: number,
  warmCalls: number,
  { shared, before }: SharedBefore,
): Promise<Pick<CompletedMemory, Life>> {
  const ready = await readMemory(pid);
  await guest.call();
  const firstResponse = await readMemory(pid);
  const sharedAfter = await Promise.all(shared.map(({ pid: engine }) => readCpu(engine)));
  const support = (await guest.instance.supportProcesses?.()) ?? [];
  const supportCpu = await Promise.all(support.map(({ pid: helper }) => readCpu(helper)));
  for (let call = 0; call < warmCalls; call += 1) await guest.call();
  const warm = await readMemory(pid);
  // Last: it asks the guest, which then has one call more behind it.
  const linearMemoryBytes = await guest.instance.linearMemoryBytes?.();
  const supportMemory = await Promise.all(support.map(({ pid: helper }) => readMemory(helper)));
  return {
    ready,
    firstResponse,
    warm,
    warmCalls,
    ...(linearMemoryBytes !== undefined && { linearMemoryBytes }),
    support: support.map(({ name }, index) => ({
      name,
      rssBytes: supportMemory[index]?.rssBytes ?? null,
      pssBytes: supportMemory[index]?.pssBytes ?? null,
      cpuNs: supportCpu[index] ?? null,
    })),
    shared: shared.map(({ name }, index) => ({
      name,
      cpuNs: difference(sharedAfter[index] ?? null, before[index] ?? null),
    })),
  };
}

/** Threads that ended took their time along: then it cannot be told. */
function difference(after: number | null, before: number | null): number | null {
  return after === null || before === null || after < before ? null : after - before;
}
