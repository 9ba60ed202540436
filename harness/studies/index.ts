import type { StudyName } from '../model/conditions.ts';
import type { Study, StudyContext } from './study.ts';

/** Loaded one by one when asked for. */
const LOADERS = {
  memory: () => import('./memory/study.ts'),
  load: () => import('./load/study.ts'),
  burst: () => import('./burst/study.ts'),
  density: () => import('./density/study.ts'),
  limits: () => import('./limits/study.ts'),
} satisfies Record<StudyName, () => Promise<{ study: Study }>>;

/** One study after the other. False when the run was interrupted; what had been saved by then stays. */
export async function runStudies(names: readonly StudyName[], context: StudyContext): Promise<boolean> {
  try {
    for (const name of names) await (await load(name)).run(context);
    return true;
  } catch (error) {
    if (context.session.signal.aborted) return false;
    throw error;
  }
}

async function load(name: string): Promise<Study> {
  const loader = (LOADERS as Readonly<Record<string, () => Promise<{ study: Study }>>>)[name];
  if (!loader) throw new Error(`there is no study ${name}`);
  return (await loader()).study;
}
