import type { Comparison, ComparisonRow } from '../compare/comparison.ts';
import { type FailingVerdict, rowFails } from '../compare/failing-verdicts.ts';
import { howCompared } from '../report/comparison/header.ts';
import { bothSides, nameOf } from '../report/comparison/hidden-table.ts';
import { machineWords } from '../report/comparison/machine-words.ts';
import { emulationLabel } from '../report/comparison/names.ts';
import { refusalText } from '../report/comparison/ratio-table.ts';
import { rowDetails, rowSummary } from '../report/comparison/row-words.ts';
import { hasChanged } from '../report/comparison/words.ts';
import { distinct } from '../report/distinct.ts';
import { mapStrings, safeText } from '../report/sanitize.ts';
import type { ComparisonFormat } from './format.ts';
import { element, textElement } from './xml.ts';

/** No name or note of a file is longer. */
const LONGEST_TEXT = 1000;

/** What a gate fails on where nobody said. */
const USUAL: readonly FailingVerdict[] = ['slower'];

/**
 * JUnit XML as the schema of Jenkins has it (jenkinsci/xunit-plugin, junit-10.xsd): a suite a comparison, a case a row
 * that a gate judges. Cases have no `time`: it would be taken for how long a test ran.
 */
export const junit: ComparisonFormat = {
  name: 'junit',
  purpose: 'test reports of CI (Jenkins, GitLab, GitHub actions): what slowed down is a failed test',
  format(comparisons, failOn) {
    const suites = mapStrings(comparisons, (text) => safeText(text, LONGEST_TEXT)).map((comparison, id) =>
      suite(comparison, failOn, id),
    );
    const counts = { tests: 0, failures: 0, errors: 0 };
    for (const { cases } of suites) addCounts(counts, cases);
    const root = element(
      'testsuites',
      { name: 'coldbench compare', ...counts },
      suites.map(({ xml }) => xml),
    );
    return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
  },
};

interface Case {
  readonly subject: string;
  readonly name: string;
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
  readonly message: string;
  /** Figures, a line each. */
  readonly details: readonly string[];
}

function addCounts(
  counts: { tests: number; failures: number; errors: number },
  cases: readonly Case[],
): void {
  counts.tests += cases.length;
  counts.failures += cases.filter(({ outcome }) => outcome === 'failure').length;
  counts.errors += cases.filter(({ outcome }) => outcome === 'error').length;
}

function suite(comparison: Comparison, failOn: readonly FailingVerdict[], id: number) {
  const { old, new: fresh } = comparison;
  const cases = casesOf(comparison, failOn);
  const counts = { tests: 0, failures: 0, errors: 0 };
  addCounts(counts, cases);
  const skipped = cases.filter(({ outcome }) => outcome === 'skipped').length;
  const attributes = {
    name: `${old.name} → ${fresh.name}`,
    id,
    ...counts,
    skipped,
    timestamp: fresh.startedAt.slice(0, 'YYYY-MM-DDThh:mm:ss'.length),
  };
  const about = textElement('system-out', {}, aboutLines(comparison).join('\n'));
  return {
    cases,
    xml: element('testsuite', attributes, [properties(comparison), ...cases.map(caseXml), about]),
  };
}

function properties({ old, new: fresh, run, design, threshold, familySize, refused }: Comparison): string {
  const facts = {
    ...(run !== null && { run }),
    old: old.name,
    new: fresh.name,
    design,
    threshold,
    familySize,
    refused: String(refused),
  };
  return element(
    'properties',
    {},
    Object.entries(facts).map(([name, value]) => element('property', { name, value })),
  );
}

function aboutLines(comparison: Comparison): string[] {
  const { hidden, notes, refused, machines } = comparison;
  const beside = machines && !refused ? machineWords(comparison, ({ subject }) => subject) : [];
  const words = beside.map(({ label, text }) => `${label}: ${text}`);
  const differences = hidden.map((one) => `differs: ${nameOf(one)}: ${bothSides(one).join(' → ')}`);
  return [refused ? refusalText(comparison) : howCompared(comparison), ...words, ...notes, ...differences];
}

/** Subjects that were lost are errors whatever the gate: nothing of them could be judged. */
function casesOf(comparison: Comparison, failOn: readonly FailingVerdict[]): Case[] {
  const { subjects, lost, new: fresh, refused } = comparison;
  const names = distinct([...subjects.map((one) => `${one.subject}${emulationLabel(one)}`), ...lost]);
  const lostCases = names.slice(subjects.length).map((subject): Case => {
    const message = `No trial succeeded in ${fresh.name}.`;
    return { subject, name: 'trials', outcome: 'error', message, details: [] };
  });
  const judged = subjects.flatMap(({ rows }, index) => {
    const subject = names[index] ?? '';
    return refused ? [refusedCase(comparison, subject, failOn)] : rowCases(subject, rows, failOn);
  });
  return [...judged, ...lostCases];
}

/** A gate that was asked for does not open because there was nothing to see. */
function refusedCase(comparison: Comparison, subject: string, failOn: readonly FailingVerdict[]): Case {
  const outcome = failOn.length > 0 ? 'error' : 'skipped';
  return { subject, name: 'all metrics', outcome, message: refusalText(comparison), details: [] };
}

/** Phases that nobody asked for are no cases: they stand in that of the cold start, where it changed. */
function rowCases(
  subject: string,
  rows: readonly ComparisonRow[],
  failOn: readonly FailingVerdict[],
): Case[] {
  const failing = failOn.length > 0 ? failOn : USUAL;
  const phases = rows.filter(({ hypothesis }) => !hypothesis);
  return rows
    .filter(({ hypothesis }) => hypothesis)
    .map((row) => {
      const where = row.metric.name === 'coldStart' && hasChanged(row) ? phases.map(rowSummary) : [];
      return {
        subject,
        name: row.metric.name,
        outcome: rowFails(row, failing) ? 'failure' : row.verdict === 'inconclusive' ? 'skipped' : 'passed',
        message: rowSummary(row),
        details: [...rowDetails(row), ...where],
      };
    });
}

function caseXml({ subject, name, outcome, message, details }: Case): string {
  const text = [message, ...details].join('\n');
  const result = {
    passed: [],
    failure: [textElement('failure', { type: 'verdict', message }, text)],
    error: [textElement('error', { type: 'not judged', message }, text)],
    skipped: [element('skipped', { message })],
  };
  return element('testcase', { classname: subject, name }, [
    ...result[outcome],
    textElement('system-out', {}, text),
  ]);
}
