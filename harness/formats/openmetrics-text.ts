/** What a family of metrics is measured in; null of a bare number. */
export type Unit = 'seconds' | 'bytes' | null;

/** By name; a label without a value is left out. */
export type Labels = Readonly<Record<string, string | null>>;

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/** A MetricFamily. An `info` tells in labels what never changes; its samples are all 1. */
export interface Family {
  /** With its unit as the last part; of an `info` without the suffix `_info`. */
  readonly name: string;
  readonly type: 'gauge' | 'info';
  readonly unit: Unit;
  readonly help: string;
  readonly samples: readonly Sample[];
}

/**
 * OpenMetrics 1.0 text (github.com/OpenObservability/OpenMetrics, specification/OpenMetrics.md, "Text format"). A family
 * without samples is left out.
 * @param timestamp of every sample, in seconds since 1970; null for none
 */
export function* exposition(families: readonly Family[], timestamp: string | null): Generator<string> {
  for (const family of families) if (family.samples.length > 0) yield familyText(family, timestamp);
  yield '# EOF\n';
}

function familyText({ name, type, unit, help, samples }: Family, timestamp: string | null): string {
  const head = [
    `# TYPE ${name} ${type}`,
    ...(unit === null ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${escaped(help)}`,
  ];
  const sampleName = type === 'info' ? `${name}_info` : name;
  const tail = timestamp === null ? '' : ` ${timestamp}`;
  const lines = samples.map(({ labels, value }) => `${sampleName}${labelSet(labels)} ${value}${tail}`);
  return `${[...head, ...lines].join('\n')}\n`;
}

function labelSet(labels: Labels): string {
  const pairs = Object.entries(labels).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [`${name}="${escaped(value)}"`],
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };

const escaped = (text: string): string => text.replace(/[\\"\n]/g, (sign) => ESCAPES[sign] ?? sign);
