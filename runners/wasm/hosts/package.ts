import type { Launch, PackagedWorkload } from '../../runner.ts';
import { BUNDLE_DETAILS } from '../../support/bundle.ts';
import { pausedStart } from '../../support/paused-start.ts';
import type { HttpComponent } from './component.ts';
import { type HostStart, launchHost } from './launch.ts';

type Artifact = Pick<PackagedWorkload, 'sizeBytes' | 'sha256' | 'cached' | 'details'>;

/** What the packagings have in common whose host serves the component itself. */
export function hostPackage(
  { versions, componentBytes, componentSha256 }: HttpComponent,
  start: HostStart,
  artifact: Artifact,
): PackagedWorkload {
  const launch: Launch = (launching) => launchHost(start, launching);
  return {
    ...artifact,
    details: {
      ...BUNDLE_DETAILS,
      ...versions,
      engine: 'StarlingMonkey',
      wasiFeatures: 'stdio, random, clocks, http, fetch-event',
      instances: 'one a call',
      componentBytes,
      componentSha256,
      ...artifact.details,
    },
    limitedBy: 'harness',
    launch,
    warmerStarts: {
      precreated: { unavailable: 'nothing is created before its host process starts' },
      paused: pausedStart(launch),
      'warm-host': {
        unavailable: 'a host that runs makes a new instance for every call: its warm calls are that',
      },
    },
    diskFiles: async () => ({
      unavailable: `what ${start.name} reads of this system when it starts is not known`,
    }),
  };
}
