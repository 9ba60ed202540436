import type { JsonSchema } from './json-schema.ts';

type Fields = Readonly<Record<string, JsonSchema>>;

const UNITS: readonly (readonly [suffix: RegExp, unit: string])[] = [
  [/Ns$/, 'ns'],
  [/Ms$/, 'ms'],
  [/Bytes$/, 'bytes'],
  [/sha256$/i, 'hex'],
];
const TYPES: Readonly<Record<string, string>> = { string: 'text', boolean: 'true/false', object: 'map' };
const TRIALS = ['completedTrial', 'failedTrial', 'skippedTrial'];
const HEAD = ['| field | unit or type | meaning | null |', '| --- | --- | --- | --- |'];

/** The field reference of results/README.md: a heading and a table for each object of the schema. */
export function fieldReference({ $defs = {} }: JsonSchema): string {
  const trials = TRIALS.map((name) => fieldsOf($defs[name]));
  const common = pick(
    trials[0] ?? {},
    (name) => name !== 'status' && trials.every((fields) => name in fields),
  );
  const sections = Object.entries($defs).flatMap(([name, schema]) => {
    if (!TRIALS.includes(name)) return [section(name, schema.description, fieldsOf(schema))];
    const own = section(
      name,
      schema.description,
      pick(fieldsOf(schema), (field) => !(field in common)),
    );
    return name === TRIALS[0]
      ? [section('trial', 'What every trial line has, whatever became of it.', common), own]
      : [own];
  });
  return sections.join('\n\n');
}

function section(name: string, description = '', fields: Fields): string {
  const rows = Object.entries(fields).map(([field, schema]) => row(field, schema));
  return [`### ${name}`, '', description, '', ...HEAD, ...rows].join('\n');
}

function row(field: string, schema: JsonSchema): string {
  const [meaning = '', whenNull = ''] = (schema.description ?? '').split(/ (?=Null )/);
  const unit = UNITS.find(([suffix]) => suffix.test(field))?.[1];
  return `| \`${field}\` | ${typeName(schema, unit)} | ${meaning} | ${whenNull.replace(/^Null (.*)\.$/, '$1')} |`;
}

function typeName(schema: JsonSchema, unit: string | undefined): string {
  const name = schema.$ref?.split('/').at(-1);
  if (name !== undefined) return `[${name}](#${name.toLowerCase()})`;
  const [only] = (schema.anyOf ?? []).filter(({ type }) => type !== 'null');
  if (only) return typeName(only, unit);
  if (schema.type === 'array') return `list of ${typeName(itemOf(schema), unit)}`;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(' ');
  const type = [schema.type].flat().find((one) => one !== 'null') ?? '';
  return unit ?? TYPES[type] ?? type;
}

const fieldsOf = (schema: JsonSchema | undefined): Fields => (schema?.properties ?? {}) as Fields;

const itemOf = ({ items }: JsonSchema): JsonSchema =>
  typeof items === 'object' && !Array.isArray(items) ? items : {};

const pick = (fields: Fields, keep: (name: string) => boolean): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => keep(name)));
