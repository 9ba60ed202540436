import type { FieldProblem } from './codec-problems.ts';
import type { EndRecord, Merged, PartRecord, ResultRecord } from './schema.ts';

/** Looks at the lines that begin the parts of a merged file; any other file has none. */
export function checkParts(): (record: ResultRecord) => FieldProblem[] {
  const parts = new Parts();
  return (record) => {
    switch (record.kind) {
      case 'manifest':
        parts.merged = record.merged ?? null;
        return [];
      case 'part':
        return parts.add(record);
      case 'trial':
      case 'block':
      case 'calibration':
        return parts.checkBelongs(record.kind);
      case 'end':
        return parts.checkEnd(record);
      default:
        return [];
    }
  };
}

class Parts {
  /** Null in a file that was not merged; undefined without a manifest to trust. */
  merged: Merged | null | undefined;
  readonly #seen: PartRecord[] = [];

  add(record: PartRecord): FieldProblem[] {
    const { merged } = this;
    const expected = merged?.parts[this.#seen.length];
    this.#seen.push(record);
    if (merged === null)
      return [{ field: 'kind', message: 'must not be part: the manifest has no `merged`' }];
    if (merged === undefined || record.part === expected) return [];
    const message = `must be ${expected ?? 'none'}, next in the manifest's merged.parts, is ${record.part}`;
    return [{ field: 'part', message }];
  }

  checkBelongs(kind: string): FieldProblem[] {
    if (!this.merged || this.#seen.length > 0) return [];
    return [{ field: 'kind', message: `must not be ${kind} before the first part line of a merged file` }];
  }

  checkEnd({ measuringNs }: EndRecord): FieldProblem[] {
    const { merged } = this;
    if (!merged) return [];
    const problems = merged.parts.slice(this.#seen.length).map((part) => ({
      field: 'kind',
      message: `comes before the part line of ${part}, which merged.parts names`,
    }));
    const summedNs = this.#seen.reduce((sum, part) => sum + part.measuringNs, 0);
    if (measuringNs === summedNs) return problems;
    const message = `must be ${summedNs}, the sum of the parts, is ${measuringNs}`;
    return [...problems, { field: 'measuringNs', message }];
  }
}
