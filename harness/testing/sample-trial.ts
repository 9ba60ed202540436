import type { CompletedTrial } from '../model/schema.ts';

const RESOURCES = {
  source: 'test',
  rssBytes: 50_000_000,
  pssBytes: 40_000_000,
  ussBytes: 30_000_000,
  peakRssBytes: 55_000_000,
  cpuNs: 40_000_000,
  majorFaults: 0,
  minorFaults: 5000,
};

/** A completed trial of 50 ms with every field set; a test names what matters to it. */
export const sampleTrial = (fields: Partial<CompletedTrial> = {}): CompletedTrial => ({
  kind: 'trial',
  trial: 0,
  block: 0,
  position: 0,
  warmup: false,
  subject: 'w/process/node',
  workload: 'w',
  runner: 'process',
  variant: 'node',
  condition: 'cold',
  status: 'completed',
  launchNs: 0,
  createdNs: null,
  startedNs: null,
  processStartNs: 2_000_000,
  runtimeReadyNs: 20_000_000,
  compiledNs: null,
  instantiatedNs: null,
  workloadLoadedNs: 30_000_000,
  readyNs: 35_000_000,
  firstResponseNs: 50_000_000,
  stoppedNs: 300_000_000,
  nullReasons: { createdNs: 'none', startedNs: 'none', compiledNs: 'none', instantiatedNs: 'none' },
  warmNs: [400_000, 300_000, 200_000, 210_000],
  coldResources: RESOURCES,
  warmResources: RESOURCES,
  lambdaReports: null,
  ...fields,
});
