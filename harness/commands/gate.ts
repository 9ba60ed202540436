import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { formatAccepted, readAccepted } from '../gate/accepted/file.ts';
import { formatGate } from '../gate/format/format-gate.ts';
import { acceptConfirmed } from '../gate/gate.ts';
import type { GateResult } from '../gate/gate-result.ts';
import { toJsonGate } from '../gate/json.ts';
import { formatJson } from '../report/json-summary.ts';
import { terminalOptions } from '../report/terminal-options.ts';
import { cacheDir } from './cache-dir.ts';
import { type ExitCode, GATE_EXIT } from './exit-codes.ts';
import { acceptanceOf, acceptedList, acceptedPath } from './gate-acceptance.ts';
import { type GateJob, judgeCandidate } from './gate-job.ts';
import type { GateFlags } from './gate-options.ts';
import { baselineOf, candidateOf, outFolder, rulesOf } from './gate-settings.ts';
import { catchInterruption } from './interruption.ts';
import type { Io } from './io.ts';
import { observeRun } from './observe-run.ts';
import { writeOutput } from './write-output.ts';

/** `coldbench gate`: may this change land? */
export async function gate(file: string | undefined, flags: GateFlags, io: Io): Promise<ExitCode> {
  const acceptance = await acceptanceOf(flags, io);
  const job = await prepare(file, flags, io);
  const observation = observeRun(io);
  const interruption = catchInterruption(observation.observer.note);
  try {
    const watch = { signal: interruption.signal, observer: observation.observer };
    const judged = await judgeCandidate(job, watch);
    observation.done();
    const result = acceptance ? acceptConfirmed(judged, acceptance) : judged;
    await save(result, job, io);
    print(result, flags, io);
    return exitOf(result);
  } catch (error) {
    if (interruption.exitCode === null || interruption.signal.reason !== error) throw error;
    observation.done();
    io.stderr.write('coldbench: interrupted; nothing was judged.\n');
    return interruption.exitCode;
  } finally {
    observation.done();
    interruption.release();
  }
}

/** Everything that can be wrong is known before anything is measured. */
async function prepare(file: string | undefined, flags: GateFlags, io: Io): Promise<GateJob> {
  const rules = rulesOf(flags);
  const accepted = await acceptedList(flags, io);
  const candidate = await candidateOf(file, flags, io);
  return {
    rules,
    accepted,
    candidate,
    baseline: await baselineOf(candidate, flags, io),
    folder: await outFolder(flags, candidate),
    cacheDir: cacheDir(io.env),
    flags,
  };
}

/** What was accepted, and the result beside what was measured for it. */
async function save(result: GateResult, { folder, flags }: GateJob, io: Io): Promise<void> {
  const { added } = result.accepted;
  if (added.length > 0) {
    const path = acceptedPath(flags, io);
    // Read again: it may have grown since, and an entry that is lost would fail a later gate.
    await writeOutput(path, formatAccepted([...((await readAccepted(path)) ?? []), ...added]));
  }
  if (flags.out !== undefined) await mkdir(folder, { recursive: true });
  if (existsSync(folder)) await writeOutput(join(folder, 'gate.json'), `${formatJson(toJsonGate(result))}\n`);
}

function print(result: GateResult, { json = false }: GateFlags, io: Io): void {
  io.stdout.write(
    json ? `${formatJson(toJsonGate(result))}\n` : formatGate(result, terminalOptions(io.stdout, io.env)),
  );
}

const CODES = {
  passed: GATE_EXIT.fine,
  regression: GATE_EXIT.regression,
  cannotTell: GATE_EXIT.cannotTell,
  unfit: GATE_EXIT.unfit,
  noBaseline: GATE_EXIT.unfit,
} as const;

const exitOf = ({ outcome, pass }: GateResult): ExitCode => (pass ? GATE_EXIT.fine : CODES[outcome]);
