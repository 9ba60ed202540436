import type { JsonSubject, JsonSummary, RunSummary, SubjectSummary } from './summary-types.ts';

/** Raised when a reader of the old one would misread the new one; new keys do not raise it. */
export const JSON_SUMMARY_SCHEMA = 'coldbench-summary/1';

/** What `--json` prints: base units, named in the keys; absent figures are null. Raw samples stay in the file at `path`. */
export function toJsonSummary(summary: RunSummary): JsonSummary {
  return { schema: JSON_SUMMARY_SCHEMA, ...summary, subjects: summary.subjects.map(subjectJson) };
}

function subjectJson(subject: SubjectSummary): JsonSubject {
  if (!subject.coldStart) return { ...subject, coldStart: null };
  const { samplesNs: _samples, ...coldStart } = subject.coldStart;
  return { ...subject, coldStart };
}

/** What JSON leaves raw, yet a terminal or an eye could take for an instruction: C1 controls, bidi, separators. */
const UNPRINTABLE = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Indented JSON with everything invisible escaped: the same data to a parser, harmless to a terminal. */
export const formatJson = (value: object): string =>
  JSON.stringify(value, null, 2).replace(UNPRINTABLE, (found) =>
    found
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
