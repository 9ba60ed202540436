import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadRunner } from '../../runners/index.ts';
import { type Probe, RUNNER_NAMES, type RunnerName } from '../../runners/runner.ts';
import { messageOf } from '../model/errors.ts';
import type { Bytes, Ms } from '../model/units.ts';
import { projectRoot } from '../project-root.ts';
import { diskSection, machineSection, quietnessSection } from './doctor-machine.ts';
import type { DoctorReport, DoctorSection } from './doctor-report.ts';
import {
  type EngineAnswer,
  engineSection,
  nodeSection,
  runnersSection,
  toolsSection,
} from './doctor-software.ts';
import { readMachine } from './fingerprint.ts';
import { readToolVersions } from './installed-tools.ts';
import { findOptionalTools, optionalToolsSection } from './optional-tools.ts';
import { lookAround } from './quietness.ts';

export { formatDoctor } from './format-doctor.ts';

/** An engine that hangs must not hang the doctor, whom one asks just then. */
const ANSWER_WITHIN_MS: Ms = 15_000;

/** Everything that decides whether and how well this machine can measure. Changes nothing; throws nothing for what is missing. */
export async function examine(): Promise<DoctorReport> {
  // Before the probes, whose own work would be taken for somebody else's.
  const quietness = await lookAround();
  const [machine, probes, engine, freeBytes, optionalTools] = await Promise.all([
    readMachine(null),
    probeAll(),
    askEngine(),
    readFreeBytes(projectRoot()),
    findOptionalTools(),
  ]);
  return {
    sections: [
      nodeSection(process.version, process.execPath),
      runnersSection(probes),
      ...enginePart(engine, probes),
      toolsSection(readToolVersions()),
      optionalToolsSection(optionalTools),
      machineSection(machine),
      quietnessSection(quietness),
      diskSection(join(projectRoot(), 'results'), freeBytes),
    ],
    optionalTools,
    measurable: [...probes.values()].some(({ available }) => available),
  };
}

/** Without an engine the container runner's line has said so. */
function enginePart(engine: EngineAnswer, probes: ReadonlyMap<RunnerName, Probe>): DoctorSection[] {
  return engine.available || probes.get('container')?.available === true ? [engineSection(engine)] : [];
}

async function probeAll(): Promise<ReadonlyMap<RunnerName, Probe>> {
  return new Map(await Promise.all(RUNNER_NAMES.map(async (name) => [name, await probe(name)] as const)));
}

/** A runner whose own module does not load (an incomplete installation) is a finding, not a crash. */
async function probe(name: RunnerName): Promise<Probe> {
  return answered(loadRunner(name).then((runner) => runner.probe()));
}

async function askEngine(): Promise<EngineAnswer> {
  return answered(
    import('../../runners/container/inspection.ts').then(({ inspectEngine }) => inspectEngine()),
  );
}

type Unavailable = Probe & { available: false };

/** The answer, or why there is none. */
export async function answered<T>(
  answer: Promise<T>,
  withinMs: Ms = ANSWER_WITHIN_MS,
): Promise<T | Unavailable> {
  const stop = new AbortController();
  const late = sleep(withinMs, undefined, { signal: stop.signal }).then(
    (): Unavailable => unavailable(`No answer within ${withinMs / 1000} s.`, 'Restart the container engine.'),
  );
  // Ends with an AbortError when the answer came first, which nobody waits for any more.
  late.catch(() => undefined);
  try {
    return await Promise.race([answer, late]);
  } catch (error) {
    return unavailable(messageOf(error), 'Install coldbench’s packages again: npm ci');
  } finally {
    stop.abort();
  }
}

const unavailable = (reason: string, remedy: string): Unavailable => ({ available: false, reason, remedy });

/** For users without privileges; some of what is free is reserved for root. */
async function readFreeBytes(folder: string): Promise<Bytes> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
