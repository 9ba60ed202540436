/**
 * A strict reader of OpenMetrics 1.0 text, written from the ABNF and the rules of its specification
 * (github.com/OpenObservability/OpenMetrics, specification/OpenMetrics.md): what a MUST forbids is an error, and so is
 * what coldbench has no use for. Gauges and infos alone.
 */
export interface ParsedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Seconds; null without. */
  readonly timestamp: number | null;
}

export interface ParsedFamily {
  readonly name: string;
  readonly type: string;
  readonly unit: string | null;
  readonly help: string | null;
  readonly samples: readonly ParsedSample[];
}

type OpenFamily = { -readonly [K in keyof ParsedFamily]: ParsedFamily[K] } & { samples: ParsedSample[] };

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const NUMBER = '[+-]?(?:\\d+(?:\\.\\d*)?|\\d*\\.\\d+)(?:[eE][+-]?\\d+)?';
/** The escapes that are defined; others SHOULD NOT be used. */
const ESCAPED = '(?:[^\\n"\\\\]|\\\\[n"\\\\])*';
const DESCRIPTOR = new RegExp(`^# (TYPE|UNIT|HELP) (${NAME}) ([^\n]*)$`);
const SAMPLE = new RegExp(`^(${NAME})(\\{[^\n]*\\})? (${NUMBER})(?: (${NUMBER}))?$`);
const LABEL = new RegExp(`^([a-zA-Z_][a-zA-Z0-9_]*)="(${ESCAPED})"(,(?=[^\n])|$)`);
const ESCAPES: Readonly<Record<string, string>> = { '\\n': '\n', '\\"': '"', '\\\\': '\\' };

/** @throws Error that names the line. */
export function parseOpenMetrics(text: string): ParsedFamily[] {
  if (!text.endsWith('# EOF\n')) throw new Error('does not end with # EOF and a line feed');
  if (/[\r\ufeff]|\p{Cs}/u.test(text))
    throw new Error('has a carriage return, a byte order mark or a surrogate');
  const families: OpenFamily[] = [];
  const lines = text.slice(0, -'# EOF\n'.length).split('\n').slice(0, -1);
  lines.forEach((line, index) => {
    try {
      readLine(line, families);
    } catch (error) {
      throw new Error(`line ${index + 1}: ${(error as Error).message}: ${line}`);
    }
  });
  for (const family of families) checkFamily(family);
  return families;
}

function readLine(line: string, families: OpenFamily[]): void {
  const [, keyword, name, rest] = line.match(DESCRIPTOR) ?? [];
  if (keyword === undefined || name === undefined || rest === undefined) {
    if (line.startsWith('#')) throw new Error('a comment that is no metadata');
    readSample(line, families.at(-1));
    return;
  }
  const family = familyNamed(name, families);
  if (family.samples.length > 0) throw new Error('metadata after samples');
  if (keyword === 'TYPE') {
    if (family.type !== '' || family.unit !== null || family.help !== null)
      throw new Error('TYPE is not first');
    if (rest !== 'gauge' && rest !== 'info') throw new Error('an unexpected type');
    family.type = rest;
  }
  if (keyword === 'UNIT') {
    if (family.unit !== null || family.help !== null) throw new Error('UNIT is twice or after HELP');
    if (rest === '' || !name.endsWith(`_${rest}`)) throw new Error('the unit is no suffix of the name');
    family.unit = rest;
  }
  if (keyword === 'HELP') {
    if (family.help !== null) throw new Error('HELP is twice');
    family.help = unescaped(rest);
  }
}

/** Families come one after the other: one that is not the last must not come up again. */
function familyNamed(name: string, families: OpenFamily[]): OpenFamily {
  const last = families.at(-1);
  if (last?.name === name) return last;
  if (families.some((family) => family.name === name)) throw new Error('families are interleaved');
  if (/^_|:/.test(name)) throw new Error('a reserved name');
  const family: OpenFamily = { name, type: '', unit: null, help: null, samples: [] };
  families.push(family);
  return family;
}

function readSample(line: string, family: OpenFamily | undefined): void {
  const [, name, labels = '{}', value, timestamp] = line.match(SAMPLE) ?? [];
  if (name === undefined || value === undefined) throw new Error('no sample');
  if (!family || name !== (family.type === 'info' ? `${family.name}_info` : family.name))
    throw new Error('not of the family above it');
  family.samples.push({
    name,
    labels: readLabels(labels.slice(1, -1)),
    value: Number(value),
    timestamp: timestamp === undefined ? null : Number(timestamp),
  });
}

function readLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  let rest = text;
  while (rest !== '') {
    const [whole, name = '', value = ''] = rest.match(LABEL) ?? [];
    if (whole === undefined) throw new Error(`no label at ${rest.slice(0, 40)}`);
    if (name in labels || name.startsWith('_')) throw new Error(`the label ${name} is twice or reserved`);
    if (value === '') throw new Error(`the label ${name} is empty, which counts as absent`);
    labels[name] = unescaped(value);
    rest = rest.slice(whole.length);
  }
  return labels;
}

function unescaped(text: string): string {
  if (!new RegExp(`^${ESCAPED}$`).test(text)) throw new Error('a sign that is not escaped');
  return text.replace(/\\[n"\\]/g, (sign) => ESCAPES[sign] ?? '');
}

function checkFamily({ name, type, unit, samples }: ParsedFamily): void {
  const fail = (what: string): never => {
    throw new Error(`${name} ${what}`);
  };
  if (type === '') fail('has no TYPE');
  if (type === 'info' && unit !== null) fail('is an info with a unit');
  if (type === 'info' && samples.some(({ value }) => value !== 1)) fail('is an info that is not 1');
  const sets = samples.map(({ labels }) => JSON.stringify(Object.entries(labels).sort()));
  if (new Set(sets).size < sets.length) fail('has one label set twice');
  const labelNames = samples.map(({ labels }) => Object.keys(labels).sort().join());
  if (new Set(labelNames).size > 1) fail('has samples with other labels');
}
