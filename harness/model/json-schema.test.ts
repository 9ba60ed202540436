import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../project-root.ts';
import { formatted } from '../testing/formatted.ts';
import { decodeRecord } from './codec-record.ts';
import { sampleEnding, sampleRecords } from './codec-sample.ts';
import { resultSetJsonSchema } from './json-schema.ts';
import { fieldReference } from './json-schema-tables.ts';
import { createResultSetWriter } from './store.ts';
import { validateResultSet } from './validate.ts';

// Both files are made anew with `npx vitest run harness/model/json-schema -u`.
const schemaPath = join(projectRoot(), 'results/schema.json');
const readmePath = join(projectRoot(), 'results/README.md');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldbench-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function exampleFile(name: string): Promise<string> {
  const path = join(folder, name);
  const writer = await createResultSetWriter(path);
  for (const record of sampleRecords) await writer.append(record);
  await writer.end(sampleEnding);
  return readFile(path, 'utf8');
}

/** Replaces what stands between the markers of a section. */
const fill = (text: string, name: string, content: string): string =>
  text.replace(
    new RegExp(`(<!-- ${name}:.*-->\n)[\\s\\S]*(<!-- /${name} -->)`),
    (_, start: string, end: string) => `${start}\n${content}\n\n${end}`,
  );

describe('results/schema.json', () => {
  it('is the JSON Schema of the zod schema', async () => {
    const text = formatted('results/schema.json', JSON.stringify(resultSetJsonSchema()));
    await expect(text).toMatchFileSnapshot(schemaPath);
  });
});

describe('results/README.md', () => {
  let readme: string;
  beforeAll(async () => {
    const example = `\`\`\`json\n${await exampleFile('example.ndjson')}\`\`\``;
    const withFields = fill(
      await readFile(readmePath, 'utf8'),
      'fields',
      fieldReference(resultSetJsonSchema()),
    );
    readme = formatted('results/README.md', fill(withFields, 'example', example));
  });

  it('has the tables of the schema and the lines of the example', () =>
    expect(readme).toMatchFileSnapshot(readmePath));

  it('has a row for every field of the schema, and no other', () => {
    let heading = '';
    const documented = [...readme.matchAll(/^### (\w+)|^\| `(\w+)` +\|/gm)].flatMap(([, name, field]) => {
      heading = name ?? heading;
      return field === undefined ? [] : [fieldName(heading, field)];
    });
    const defined = Object.entries(resultSetJsonSchema().$defs ?? {}).flatMap(([name, { properties = {} }]) =>
      Object.keys(properties).map((field) => fieldName(name, field)),
    );
    expect(new Set(documented)).toEqual(new Set(defined));
    expect(documented.length).toBeGreaterThan(100);
  });

  it('says of every field what it means, and of every one that can be null when', () => {
    for (const [name, { properties = {} }] of Object.entries(resultSetJsonSchema().$defs ?? {})) {
      for (const [field, schema] of Object.entries(properties)) {
        const { description = '' } = schema as { description?: string };
        expect(description, `${name}.${field}`).toMatch(/^.+\.$/);
        expect(/ Null .*\.$/.test(description), `${name}.${field}`).toBe(canBeNull(schema));
      }
    }
  });

  it('has an example that is a sound result set, with a line of every kind that a run writes', async () => {
    const lines = readme.match(/```json\n([\s\S]*?)```/)?.[1] ?? '';
    const path = join(folder, 'readme.ndjson');
    await writeFile(path, lines);
    expect(await validateResultSet(path)).toMatchObject({ complete: true, problems: [] });
    const records = lines
      .trimEnd()
      .split('\n')
      .map((line) => decodeRecord(JSON.parse(line)));
    const kinds = records.map((decoded) =>
      decoded.is === 'record' ? kindAndStatus(decoded.record) : decoded.is,
    );
    const all = [
      'manifest',
      'workload',
      'artifact',
      'trial completed',
      'trial failed',
      'trial skipped',
      'block',
      'end',
    ];
    expect(new Set(kinds)).toEqual(new Set(all));
  });

  it('gives a command that repeats the digest', async () => {
    const text = await exampleFile('digest.ndjson');
    // GNU head alone knows negative counts, so the test cuts by itself and holds on macOS too.
    const bytes = Number(readme.match(/`head -c -(\d+) FILE \| sha256sum`/)?.[1]);
    const digest = createHash('sha256').update(text.slice(0, -bytes)).digest('hex');
    expect(text.slice(-bytes)).toBe(`${digest}"}\n`);
  });
});

/** The tables of the three trial lines share one table. */
const fieldName = (object: string, field: string): string =>
  `${object.replace(/^\w+Trial$/, 'trial')}.${field}`;

const kindAndStatus = (record: { kind: string; status?: string }): string =>
  [record.kind, record.status].filter(Boolean).join(' ');

function canBeNull(schema: unknown): boolean {
  const { type, anyOf = [] } = schema as { type?: string | string[]; anyOf?: { type?: string }[] };
  return [type].flat().includes('null') || anyOf.some((one) => one.type === 'null');
}
