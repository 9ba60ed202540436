import type { Launch, NoSuchStart, PackagedWorkload } from '../../runners/runner.ts';
import type { StartCondition } from '../model/conditions.ts';

/** How a packaging is started under a condition, or why it cannot be. */
export function startOf(packaged: PackagedWorkload, condition: StartCondition): Launch | NoSuchStart {
  if (condition === 'cold') return (context) => packaged.launch(context);
  if (condition === 'disk-cold') return { unavailable: 'nothing evicts its pages' };
  return packaged.warmerStarts?.[condition] ?? { unavailable: `this packaging has no ${condition} start` };
}

export const isStart = (start: Launch | NoSuchStart): start is Launch => typeof start === 'function';
