/**
 * How a trial begins, warmest last. `cold`: an instance that did not exist before, with whatever the page cache holds;
 * `disk-cold`: the same, when what it reads has been evicted from the page cache; `precreated`: what runs it was created
 * before, and is only started; `paused`: it was ready before, and is only resumed; `warm-host`: a new instance inside a
 * host that runs already and knows the code.
 */
export const START_CONDITIONS = ['cold', 'disk-cold', 'precreated', 'paused', 'warm-host'] as const;
export type StartCondition = (typeof START_CONDITIONS)[number];

/** The starts that an adapter has to know of; the others are a cold launch on a machine that was prepared for it. */
export type WarmerStart = Exclude<StartCondition, 'cold' | 'disk-cold'>;

/** What is measured after the blocks, each with records of its own: harness/studies/. */
export const STUDY_NAMES = [
  'memory',
  'load',
  'burst',
  'density',
  'limits',
] as const satisfies readonly string[];
export type StudyName = (typeof STUDY_NAMES)[number];

/** What `bench --conditions` takes. */
export const CONDITIONS = [...START_CONDITIONS, ...STUDY_NAMES] as const;
export type Condition = StartCondition | StudyName;

export const isStartCondition = (condition: Condition): condition is StartCondition =>
  (START_CONDITIONS as readonly string[]).includes(condition);

/**
 * With more of its files' bytes in the page cache a start was not disk-cold. A hundredth of a Node binary is more than
 * what one read ahead brings in.
 */
export const MOST_RESIDENT = 0.01;

/** The id of a row: cold starts have the short name. */
export const subjectIdOf = (
  {
    workload,
    runner,
    variant,
  }: { readonly workload: string; readonly runner: string; readonly variant: string },
  condition: StartCondition,
): string => `${workload}/${runner}/${variant}${condition === 'cold' ? '' : `@${condition}`}`;

/** How a subject's trials begin; older files name it only where it is not `cold`. */
export const conditionOf = ({
  condition,
}: {
  readonly condition?: StartCondition | undefined;
}): StartCondition => condition ?? 'cold';
