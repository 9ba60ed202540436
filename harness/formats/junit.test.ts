import { describe, expect, test } from 'vitest';
import type { Comparison } from '../compare/comparison.ts';
import type { FailingVerdict } from '../compare/failing-verdicts.ts';
import { SCENARIOS } from '../report/comparison/testing/scenarios.ts';
import { junit } from './junit.ts';
import { parseXml, type XmlElement } from './testing/parse-xml.ts';
import { element, textElement, xmlText } from './xml.ts';

const comparisons = new Map<string, Comparison>();
for (const [name, compare] of Object.entries(SCENARIOS)) comparisons.set(name, await compare());

function scenario(name: string): Comparison {
  const comparison = comparisons.get(name);
  if (!comparison) throw new Error(`there is no scenario ${name}`);
  return comparison;
}

interface FoundCase {
  readonly subject: string;
  readonly name: string;
  readonly outcome: string;
  readonly message: string;
  readonly out: string;
}

/** The cases of a report, each with what became of it. */
function casesOf(comparison: Comparison, failOn: readonly FailingVerdict[] = []): FoundCase[] {
  const found: { testcase: XmlElement; inner: XmlElement[] }[] = [];
  for (const one of parseXml(junit.format([comparison], failOn))) {
    if (one.name === 'testcase') found.push({ testcase: one, inner: [] });
    else if (one.path.includes('testcase')) found.at(-1)?.inner.push(one);
  }
  return found.map(({ testcase, inner }) => {
    const result = inner.find(({ name }) => name !== 'system-out');
    return {
      subject: testcase.attributes.classname ?? '',
      name: testcase.attributes.name ?? '',
      outcome: result?.name ?? 'passed',
      message: result?.attributes.message ?? '',
      out: inner.find(({ name }) => name === 'system-out')?.text ?? '',
    };
  });
}

test('keeps its text', async () => {
  await expect(junit.format([scenario('two-runs')], [])).toMatchFileSnapshot('golden/junit.xml');
});

describe('cases', () => {
  test('are the rows that a gate judges, with their verdicts', () => {
    const rows = scenario('two-runs').subjects.flatMap(({ subject, rows }) =>
      rows
        .filter(({ hypothesis }) => hypothesis)
        .map(({ metric, verdict }) => ({ subject, name: metric.name, verdict })),
    );
    const outcomes = { slower: 'failure', faster: 'passed', same: 'passed', inconclusive: 'skipped' };
    const expected = rows.map(({ verdict, ...row }) => ({ ...row, outcome: outcomes[verdict] }));
    expect(
      casesOf(scenario('two-runs')).map(({ subject, name, outcome }) => ({ subject, name, outcome })),
    ).toEqual(expected);
    expect(new Set(expected.map(({ outcome }) => outcome))).toEqual(
      new Set(['failure', 'passed', 'skipped']),
    );
  });

  test('have old, new, ratio and interval of their row, and the phases where the cold start sits', () => {
    const cold = casesOf(scenario('two-runs'))[0];
    expect(cold).toMatchObject({ subject: 'hash/process/node', name: 'coldStart', outcome: 'failure' });
    expect(cold?.message).toMatch(
      /^cold start is slower: [\d.]+ → [\d.]+ ms, \+[\d.]+% \[\+[\d.]+%, \+[\d.]+%\]$/,
    );
    expect(cold?.out).toMatch(/^ratio 1\.[\d]+ \[1\.\d+, 1\.\d+\] \(95%\)$/m);
    expect(cold?.out).toMatch(/^load workload is slower: /m);
  });

  test('fail by the verdicts of --fail-on', () => {
    const failing = (failOn: readonly FailingVerdict[]) =>
      new Set(
        casesOf(scenario('two-runs'), failOn).flatMap(({ outcome, out }) =>
          outcome === 'failure' ? [out.match(/ is (\w+)/)?.[1]] : [],
        ),
      );
    expect(failing(['faster'])).toEqual(new Set(['faster']));
    expect(failing(['slower', 'inconclusive'])).toEqual(new Set(['slower', 'larger', 'inconclusive']));
  });

  test('an inconclusive one says how many more blocks would settle it', () => {
    const open = casesOf(scenario('few-blocks')).filter(({ outcome }) => outcome === 'skipped');
    expect(open.length).toBeGreaterThan(0);
    expect(open.some(({ out }) => /about [\d,]+ more blocks would probably settle it/.test(out))).toBe(true);
  });

  test('a phase that was asked for is one', () => {
    expect(casesOf(scenario('one-phase')).map(({ name }) => name)).toContain('phase.workloadLoaded');
  });
});

describe('what could not be judged', () => {
  test('another machine: a skipped case a subject, an error when there is a gate', () => {
    const refused = casesOf(scenario('other-machine'));
    expect(refused).toHaveLength(4);
    for (const { outcome, message } of refused)
      expect({ outcome, message }).toEqual({
        outcome: 'skipped',
        message: expect.stringMatching(/different machines/),
      });
    expect(new Set(casesOf(scenario('other-machine'), ['slower']).map(({ outcome }) => outcome))).toEqual(
      new Set(['error']),
    );
  });

  test('a subject of which every trial failed is an error, with and without a gate', () => {
    for (const failOn of [[], ['slower'] as const])
      expect(casesOf(scenario('incomplete-and-failing'), failOn)).toContainEqual(
        expect.objectContaining({ subject: 'hash/container/node', name: 'trials', outcome: 'error' }),
      );
  });
});

describe.each([...comparisons])('%s', (_name, comparison) => {
  test('is sound, counts its cases rightly, and has no sign that XML forbids', () => {
    const text = junit.format([comparison, comparison], ['slower']);
    const elements = parseXml(text);
    const count = (name: string) => elements.filter((one) => one.name === name).length;
    const [root, ...suites] = elements.filter(({ name }) => name.startsWith('testsuite'));
    expect(root?.attributes).toMatchObject({
      tests: String(count('testcase')),
      failures: String(count('failure')),
      errors: String(count('error')),
    });
    const sum = (key: string) =>
      suites.map(({ attributes }) => Number(attributes[key])).reduce((a, b) => a + b);
    expect(sum('skipped')).toBe(count('skipped'));
    expect(sum('tests')).toBe(count('testcase'));
    expect(text).not.toMatch(/[\p{Cf}\p{Cs}\p{Co}]|(?!\n)\p{Cc}|[\ufffe\uffff]|NaN|Infinity|undefined/u);
  });

  test('has each name once', () => {
    const names = casesOf(comparison).map(({ subject, name }) => `${subject} ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('XML', () => {
  const all = Array.from({ length: 0x300 }, (_, code) => String.fromCharCode(code)).join('');
  const text = `${all}<&>"']]>\ufffe\uffff\ud800\u{1f600}`;

  test('text and attributes are read back as they were, without what XML cannot hold', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
    const allowed = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800]/g, '');
    const [one] = parseXml(textElement('a', {}, text));
    // A parser turns line ends into line feeds (XML 1.0, 2.11), and those of attributes into spaces (3.3.3).
    expect(one?.text).toBe(allowed.replaceAll('\r', '\n'));
    const [other] = parseXml(element('a', { b: text }));
    expect(other?.attributes.b).toBe(allowed.replace(/[\t\n\r]/g, ' '));
  });

  test('escapes markup', () => {
    expect(xmlText('<a b="c">&</a>]]>')).toBe('&lt;a b=&quot;c&quot;&gt;&amp;&lt;/a&gt;]]&gt;');
  });
});
