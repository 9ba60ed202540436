import { holmAdjust } from '../stats/index.ts';
import { FAMILY_ALPHA, type Judgeable, type Judged } from './verdict.ts';

/**
 * The phases of one subject tell where its change sits, so that they speak only when there is one: with a cold start that
 * is neither `faster` nor `slower`, no phase is either. Otherwise they are corrected (Holm) over the subject's phases.
 * Two tests in a fixed order, the second only if the first rejects, keep the level of the first (Dmitrienko & Tamhane,
 * "Gatekeeping procedures with clinical trial applications", Pharmaceutical Statistics 6(3), 2007, doi:10.1002/pst.291).
 */
export function gatePhases<R extends Judgeable & Judged>(rows: readonly R[]): R[] {
  const coldStart = rows.find(({ metric, hypothesis }) => metric.name === 'coldStart' && hypothesis);
  const changed = coldStart !== undefined && isChange(coldStart);
  const phases = rows.filter(({ hypothesis }) => !hypothesis);
  const adjusted = holmAdjust(phases.map(({ statistics }) => statistics.p ?? 1));
  return rows.map((row) => {
    const p = adjusted[phases.indexOf(row)];
    if (p === undefined || !isChange(row) || (changed && p < FAMILY_ALPHA)) return row;
    return { ...row, verdict: 'inconclusive' };
  });
}

const isChange = ({ verdict }: Judged): boolean => verdict === 'faster' || verdict === 'slower';
