import { FAMILY_ALPHA } from '../compare/verdict.ts';
import type { Inferred } from '../model/inferred.ts';
import { rowJson } from '../report/comparison/json.ts';
import type { GateResult } from './gate-result.ts';
import { decidingRow, type GateRow } from './gate-row.ts';
import type { gateSchema } from './json-schema.ts';
import type { RerunReport } from './rerun/report.ts';

/** Raised when a reader of the old one would misread the new one; new keys do not raise it. */
export const JSON_GATE_SCHEMA = 'coldbench-gate/1';

export type JsonGate = Inferred<typeof gateSchema>;
type JsonGateRow = JsonGate['rows'][number];
type JsonRerun = JsonGate['reruns'][number];

/** What `--json` prints and gate.json holds. */
export const toJsonGate = ({ rows, reruns, hidden, ...result }: GateResult): JsonGate => ({
  schema: JSON_GATE_SCHEMA,
  familyAlpha: FAMILY_ALPHA,
  ...result,
  hiddenDifferences: hidden,
  rows: rows.map(gateRowJson),
  reruns: reruns.map(rerunJson),
});

function gateRowJson(gateRow: GateRow): JsonGateRow {
  const { first, confirmation, ...row } = gateRow;
  return {
    ...row,
    metric: first.metric.name,
    verdict: decidingRow(gateRow).verdict,
    first: rowJson(first),
    confirmation:
      confirmation?.by === 'rerun' ? { by: 'rerun', row: rowJson(confirmation.row) } : confirmation,
  };
}

function rerunJson(report: RerunReport): JsonRerun {
  if (report.status === 'impossible') return report;
  const { look, ...run } = report;
  const { comparison } = look;
  return { ...run, blocks: comparison?.new.blocks ?? null, notes: comparison?.notes ?? [] };
}
