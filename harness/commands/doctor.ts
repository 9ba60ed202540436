import { examine, formatDoctor } from '../machine/doctor.ts';
import { terminalOptions } from '../report/terminal-options.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';

/** `coldbench doctor`: exits with 1 only if nothing can be measured here. */
export async function doctor(options: { json?: boolean }, io: Io): Promise<ExitCode> {
  const report = await examine();
  io.stdout.write(
    options.json
      ? `${JSON.stringify(report, null, 2)}\n`
      : formatDoctor(report, terminalOptions(io.stdout, io.env)),
  );
  return report.measurable ? EXIT.ok : EXIT.failed;
}
