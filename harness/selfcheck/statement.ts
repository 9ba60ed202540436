import type { Machine } from '../model/schema.ts';
import { formatCounted, formatDuration, formatPercent } from '../report/format.ts';
import type { RunnerCheck } from './pool.ts';

/** One sentence that belongs beside a published figure: what this instrument, on this machine, can tell. */
export function statementOf(check: RunnerCheck, machine: Machine): string {
  const { detectable, falseAlarms, measuringNs } = check;
  const time = measuringNs === null ? '' : ` (${formatDuration(measuringNs)})`;
  const found =
    detectable === null
      ? 'are too few to find any difference'
      : `find differences of the cold start over ${formatPercent(detectable)} 19 times in 20`;
  const blocks = `${formatCounted(check.blocks, 'block')} of ${check.source} as ${check.runner}${time}`;
  const alarms = `false alarms ${falseAlarms.count} of ${formatCounted(falseAlarms.of, 'comparison')}`;
  return `On this machine (${describe(machine)}), ${blocks} ${found}; ${alarms} of a thing with itself.`;
}

function describe({ cpuModel, logicalCpus, arch, virtualization }: Machine): string {
  const virtual =
    virtualization === null || virtualization === 'none' ? '' : `, virtualised: ${virtualization}`;
  return `${cpuModel}, ${formatCounted(logicalCpus, 'CPU')}, ${arch}${virtual}`;
}
