import { distinct } from '../report/distinct.ts';
import { safeText } from '../report/sanitize.ts';
import { summarizeFile } from '../report/summary.ts';
import type { RunSummary, SubjectSummary } from '../report/summary-types.ts';
import type { Format } from './format.ts';
import { subjectFamilies } from './openmetrics-subjects.ts';
import { exposition, type Family, type Labels } from './openmetrics-text.ts';

/** No label is longer; a machine's name for its CPU is not either. */
const LONGEST_LABEL = 200;

const label = (text: string | null): string | null => text && safeText(text, LONGEST_LABEL);

const one = (
  name: string,
  type: Family['type'],
  help: string,
  { labels = {}, value = 1 }: { labels?: Labels; value?: number },
): Family => ({ name: `coldbench_${name}`, type, unit: null, help, samples: [{ labels, value }] });

function runFamilies({ id, harnessVersion, machine, tools, complete }: RunSummary): Family[] {
  const { containerEngine, ...facts } = machine;
  const about = {
    cpu_model: facts.cpuModel,
    cpu_signature: facts.cpuSignature,
    arch: facts.arch,
    logical_cpus: String(facts.logicalCpus),
    available_cpus: String(facts.availableCpus),
    memory_bytes: String(facts.memoryBytes),
    platform: facts.platform,
    kernel: facts.kernel,
    os: facts.os,
    virtualization: facts.virtualization,
    host: facts.hostnameHash,
  };
  const labels = Object.fromEntries(Object.entries(about).map(([name, text]) => [name, label(text)]));
  const run = { id: label(id), version: label(harnessVersion), node: label(tools.node ?? null) };
  return [
    one('machine', 'info', 'Where the run was measured.', { labels }),
    one('run', 'info', 'The run, and what measured it.', { labels: run }),
    one('run_complete', 'gauge', '1 when the run came to its end, 0 when it was cut short.', {
      value: complete ? 1 : 0,
    }),
  ];
}

/** Between the parts of a key; safe text holds no control character. */
const SEPARATOR = '\u0000';

/** Workload, runner, variant and, where some are not `cold`, condition of each, harmless and short; two that became alike are told apart by their variant. */
function subjectLabels(subjects: readonly SubjectSummary[]): Labels[] {
  const several = subjects.some(({ condition }) => condition !== 'cold');
  const keys = subjects.map(({ workload, runner, variant, condition }) =>
    [workload, runner, condition, variant].map((text) => safeText(text, LONGEST_LABEL)).join(SEPARATOR),
  );
  return distinct(keys).map((key) => {
    const [workload = '', runner = '', condition = '', variant = ''] = key.split(SEPARATOR);
    return { workload, runner, variant, ...(several && { condition }) };
  });
}

/**
 * Every sample bears the time at which the run ended: it was true then, whenever it is read, and promtool's backfill
 * takes no other. Always with decimals, which readers of the older text format, that counts milliseconds, refuse.
 */
const timestampOf = ({ endedAt }: RunSummary): string | null =>
  endedAt === null ? null : (Date.parse(endedAt) / 1000).toFixed(3);

export function formatOpenMetrics(summary: RunSummary): Generator<string> {
  const labels = subjectLabels(summary.subjects);
  const families = [...runFamilies(summary), ...subjectFamilies(summary.subjects, labels)];
  return exposition(families, timestampOf(summary));
}

export const openmetrics: Format = {
  name: 'openmetrics',
  purpose: 'Prometheus (promtool tsdb create-blocks-from openmetrics FILE) and what reads OpenMetrics 1.0',
  async *write(path) {
    yield* formatOpenMetrics(await summarizeFile(path));
  },
};
