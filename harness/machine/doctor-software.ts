import type { Probe, RunnerName } from '../../runners/runner.ts';
import { type DoctorSection, item } from './doctor-report.ts';

export const nodeSection = (version: string, path: string): DoctorSection => ({
  title: 'Node',
  items: [item('version', 'ok', version), item('path', 'info', path)],
});

/** Every runner, available or not: a run skips those that are not. */
export function runnersSection(probes: ReadonlyMap<RunnerName, Probe>): DoctorSection {
  const items = [...probes].map(([name, probe]) =>
    probe.available
      ? item(name, 'ok', `${probe.variant}${versionList(probe.versions)}`)
      : item(name, 'missing', probe.reason, probe.remedy),
  );
  return { title: 'Runners', items };
}

function versionList(versions: Readonly<Record<string, string>>): string {
  const list = Object.entries(versions).map(([tool, version]) => `${tool} ${version}`);
  return list.length === 0 ? '' : ` (${list.join(', ')})`;
}

/** The packages that make artifacts; null for one that is not installed. */
export function toolsSection(versions: ReadonlyMap<string, string | null>): DoctorSection {
  const items = [...versions].map(([name, version]) =>
    version === null ? item(name, 'missing', 'not installed', 'npm ci') : item(name, 'ok', version),
  );
  return { title: 'Tools', items };
}

/** What the container runner's `inspectEngine()` answers, as far as the doctor shows it. */
export type EngineAnswer =
  | {
      readonly available: true;
      readonly url: string;
      readonly product: string;
      readonly version: string;
      readonly apiVersion: string;
      readonly runtime: string;
      readonly storageDriver: string;
      readonly cgroupVersion: string;
      readonly sameKernel: boolean;
    }
  | { readonly available: false; readonly reason: string; readonly remedy: string };

export function engineSection(engine: EngineAnswer): DoctorSection {
  const title = 'Container engine';
  if (!engine.available) return { title, items: [item('engine', 'missing', engine.reason, engine.remedy)] };
  const kernel = engine.sameKernel
    ? item('kernel', 'ok', 'the same as coldbench runs on')
    : item('kernel', 'warning', 'another one: a virtual machine, whose clock and memory are its own');
  return {
    title,
    items: [
      item('engine', 'ok', `${engine.product} ${engine.version}, API ${engine.apiVersion}`),
      item('address', 'info', engine.url),
      item(
        'runtime',
        'info',
        `${engine.runtime}, storage ${engine.storageDriver}, cgroup ${engine.cgroupVersion}`,
      ),
      kernel,
    ],
  };
}
