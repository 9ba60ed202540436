import type { FieldProblem } from './codec-problems.ts';
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
    const parts = ['workload', 'runner', 'variant'] as const;
    const different = parts.flatMap((field) => {
      if (!declared || declared[field] === trial[field]) return [];
      return [
        {
          field,
          message: `must be ${declared[field]}, as the manifest says of ${trial.subject}, is ${trial[field]}`,
        },
      ];
    });
    return [...different, ...missing];
  }

  #missing({ subject, workload }: Trial): FieldProblem[] {
    const problems: FieldProblem[] = [];
    if (!this.#artifacts.has(subject))
      problems.push({ field: 'subject', message: 'has no artifact line before this trial' });
    if (!this.#workloads.has(workload))
      problems.push({ field: 'workload', message: 'has no workload line before this trial' });
    return problems;
  }
}

const undeclared = (field: string, name: string): FieldProblem => ({
  field,
  message: `must be declared in the manifest's subjects, is ${name}`,
});
