import type { z } from 'zod';

/** What is wrong with a field; `field` is empty when it concerns the whole line. */
export interface FieldProblem {
  readonly field: string;
  /** Begins in lower case and follows the field's name: "must be …". */
  readonly message: string;
}

type Issue = z.core.$ZodIssue;

/** More than these say nothing new about one line. */
const MAX_PER_LINE = 20;
const PREVIEW_LENGTH = 60;

const TYPE_NAMES: Readonly<Record<string, string>> = {
  int: 'an integer',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

export const describeProblem = ({ field, message }: FieldProblem): string =>
  field === '' ? message : `${field} ${message}`;

/** The faults that zod found in `value`, each with the path of its field, such as `warmNs[3]`. */
export function problemsOf(issues: readonly Issue[], value: unknown): FieldProblem[] {
  return issues.slice(0, MAX_PER_LINE).map((issue) => {
    const actual = issue.path.reduce(member, value);
    const message = actual === undefined ? 'is missing' : `${demandOf(issue)}, is ${preview(actual)}`;
    return { field: fieldPath(issue.path), message };
  });
}

function demandOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPE_NAMES[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? 'must not be empty'
        : `must be at least ${issue.minimum}`;
    case 'too_big':
      if (issue.origin === 'array') return `must have at most ${issue.maximum} entries`;
      return `must be at most ${issue.maximum}`;
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}`;
    case 'invalid_format':
      return issue.format === 'regex' ? `must match ${issue.pattern}` : `must be a ${issue.format}`;
    case 'invalid_union':
      return 'options' in issue && issue.options
        ? `must be ${issue.options.map(String).join(' or ')}`
        : 'has none of the allowed types';
    default:
      return `is not valid (${issue.message})`;
  }
}

function member(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined;
}

const fieldPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');

export function preview(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > PREVIEW_LENGTH ? `${text.slice(0, PREVIEW_LENGTH)}…` : text;
}
