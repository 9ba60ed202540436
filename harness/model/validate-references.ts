import type { FieldProblem } from './codec-problems.ts';
import { conditionOf } from './conditions.ts';
import type { ArtifactRecord, Manifest, ResultRecord, Subject, Trial, WorkloadRecord } from './schema.ts';

/** Checks that lines speak of what the manifest declares, and that what a trial needs to be understood precedes it. */
export function checkReferences(): (record: ResultRecord) => FieldProblem[] {
  const references = new References();
  return (record) => {
    switch (record.kind) {
      case 'manifest':
        return references.declare(record);
      case 'workload':
        return references.addWorkload(record);
      case 'artifact':
        return references.addArtifact(record);
      case 'trial':
        return references.addTrial(record);
      case 'memory':
      case 'load':
      case 'burst':
      case 'fromZero':
      case 'density':
      case 'limits':
      case 'memoryFloor':
        return references.addStudied(record);
      default:
        return [];
    }
  };
}

class References {
  /** Undefined when there is no manifest to trust. */
  #subjects: Map<string, Subject> | undefined;
  readonly #workloads = new Set<string>();
  readonly #artifacts = new Set<string>();
  /** What was missing already, and need not be told for every trial. */
  readonly #told = new Set<string>();

  declare({ subjects }: Manifest): FieldProblem[] {
    const declared = new Map<string, Subject>();
    this.#subjects = declared;
    return subjects.flatMap((subject, index) => {
      const twice = declared.has(subject.subject);
      declared.set(subject.subject, subject);
      return twice
        ? [{ field: `subjects[${index}]`, message: `must not be there twice: ${subject.subject}` }]
        : [];
    });
  }

  addWorkload({ workload }: WorkloadRecord): FieldProblem[] {
    const twice = this.#workloads.has(workload);
    this.#workloads.add(workload);
    if (twice) return [{ field: 'workload', message: `must not have a second line: ${workload}` }];
    const used = [...(this.#subjects?.values() ?? [])].some((subject) => subject.workload === workload);
    return used || !this.#subjects ? [] : [undeclared('workload', workload)];
  }

  addArtifact({ subject }: ArtifactRecord): FieldProblem[] {
    const twice = this.#artifacts.has(subject);
    this.#artifacts.add(subject);
    if (twice) return [{ field: 'subject', message: `must not have a second line: ${subject}` }];
    return !this.#subjects || this.#subjects.has(subject) ? [] : [undeclared('subject', subject)];
  }

  addTrial(trial: Trial): FieldProblem[] {
    const declared = this.#subjects?.get(trial.subject);
    if (this.#subjects && !declared) return [undeclared('subject', trial.subject)];
    const missing = trial.status === 'completed' ? this.#missing(trial) : [];
    return [...(declared ? differences(declared, trial) : []), ...missing];
  }

  addStudied({ subject }: { readonly subject: string }): FieldProblem[] {
    return !this.#subjects || this.#subjects.has(subject) ? [] : [undeclared('subject', subject)];
  }

  #missing({ subject, workload }: Trial): FieldProblem[] {
    const needs = [
      { field: 'subject', kind: 'artifact', name: subject, there: this.#artifacts },
      { field: 'workload', kind: 'workload', name: workload, there: this.#workloads },
    ];
    return needs.flatMap(({ field, kind, name, there }) => {
      const key = `${kind} ${name}`;
      if (there.has(name) || this.#told.has(key)) return [];
      this.#told.add(key);
      return [{ field, message: `has no ${kind} line before its first completed trial` }];
    });
  }
}

function differences(declared: Subject, trial: Trial): FieldProblem[] {
  const expected = { ...declared, condition: conditionOf(declared) };
  return (['workload', 'runner', 'variant', 'condition'] as const).flatMap((field) => {
    if (expected[field] === trial[field]) return [];
    const message = `must be ${expected[field]}, as the manifest says of ${trial.subject}, is ${trial[field]}`;
    return [{ field, message }];
  });
}

const undeclared = (field: string, name: string): FieldProblem => ({
  field,
  message: `must be declared in the manifest's subjects, is ${name}`,
});
