import { sampleComparable } from '../../compare/testing/sample-set.ts';
import { acceptConfirmed, withoutBaseline } from '../gate.ts';
import type { GateResult } from '../gate-result.ts';
import { DEFAULT_RULES } from '../rules.ts';
import { acceptedList, inventGate, inventGateBeside } from './invented-gate.ts';

const SLOWER = { coldMs: 60, loadMs: 20 };
const HOSTILE = '\u001b[2J\u001b[31mred\u202e\u0007\nFAKE: No regression\u001b]0;owned\u0007<script>';

const entry = {
  workload: 'hash',
  runner: 'process',
  variant: 'node',
  metric: 'coldStart',
  direction: 'slower',
  upToRatio: 1.3,
  reason: 'A new parser',
  by: 'Ada',
  expires: '2027-01-31',
} as const;

const regression = () =>
  inventGate({ new: { subjects: [SLOWER] }, again: { hash: { new: SLOWER } } }).then(({ result }) => result);

/** Results of gates by the name of their golden file. */
export const SCENARIOS: Readonly<Record<string, () => Promise<GateResult>>> = {
  passed: async () => (await inventGate({ rules: { threshold: 0.1 } })).result,
  regression,
  cleared: async () => (await inventGate({ new: { subjects: [SLOWER] }, again: { hash: {} } })).result,
  'cannot-confirm': async () => (await inventGate({ new: { subjects: [SLOWER] }, again: null })).result,
  'told-to-pass': async () =>
    (
      await inventGate({
        new: { subjects: [SLOWER] },
        again: null,
        rules: { inconclusive: 'pass' },
      })
    ).result,
  'other-machine': async () => (await inventGate({ new: { machine: { cpuModel: 'AMD EPYC' } } })).result,
  'no-baseline': async () =>
    withoutBaseline(await sampleComparable('results/new.ndjson', {}), DEFAULT_RULES, acceptedList({}), {
      reason: 'There is no run in the history history.',
      remedy: 'Keep one there.',
    }),
  lost: async () =>
    (
      await inventGate({
        rules: { threshold: 0.1 },
        old: { subjects: [{}, { runner: 'wasm' }] },
        new: { subjects: [{}, { runner: 'wasm', fails: 'always' }] },
        again: { hash: { new: { fails: 'always' } } },
      })
    ).result,
  accepted: async () =>
    (
      await inventGate({
        new: { subjects: [SLOWER] },
        accepted: [entry, { ...entry, metric: 'rss' }, { ...entry, expires: '2026-01-01' }],
      })
    ).result,
  'accepted-now': async () =>
    acceptConfirmed(await regression(), { reason: 'Worth it', by: 'Ada', expires: '2027-01-31' }),
  beside: async () => (await inventGateBeside({ new: SLOWER }, { again: { hash: { new: SLOWER } } })).result,
  hostile: async () =>
    (
      await inventGate({
        old: {
          subjects: [{ workload: HOSTILE, variant: HOSTILE }],
          manifest: { labels: { [HOSTILE]: '1' } },
        },
        new: { subjects: [{ workload: HOSTILE, variant: HOSTILE, coldMs: 90 }] },
        again: null,
        accepted: [
          { ...entry, workload: HOSTILE, variant: HOSTILE, reason: HOSTILE.repeat(300), upToRatio: 1.01 },
        ],
      })
    ).result,
};
