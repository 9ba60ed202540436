import pc from 'picocolors';
import type { Milestone } from '../../model/milestones.ts';
import type { PhaseSummary } from '../summary-types.ts';

export type Colors = ReturnType<typeof pc.createColors>;

export interface LookOptions {
  readonly color: boolean;
  readonly width: number;
  readonly unicode: boolean;
}

/** How a report is drawn; no meaning is carried by colour alone. */
export interface Look {
  readonly width: number;
  readonly colors: Colors;
  /** Sparkline levels, lowest first. */
  readonly levels: readonly string[];
  /** What a phase's part of a bar is filled with; differs from every other phase's without colour. */
  fillOf(until: Milestone): string;
}

const NARROWEST = 60;
const WIDEST = 160;

type Fills = Readonly<Partial<Record<Milestone, string>>>;

const UNICODE_FILLS: Fills = {
  created: '░',
  processStart: '▒',
  runtimeReady: '▓',
  compiled: '▚',
  instantiated: '▌',
  workloadLoaded: '█',
  ready: '▄',
  firstResponse: '▀',
};

const ASCII_FILLS: Fills = {
  created: '.',
  processStart: '-',
  runtimeReady: '=',
  compiled: '%',
  instantiated: '|',
  workloadLoaded: '#',
  ready: ':',
  firstResponse: '@',
};

export function createLook({ color, width, unicode }: LookOptions): Look {
  const fills = unicode ? UNICODE_FILLS : ASCII_FILLS;
  return {
    width: Math.min(WIDEST, Math.max(NARROWEST, Math.floor(width))),
    colors: pc.createColors(color),
    levels: [...(unicode ? '▁▂▃▄▅▆▇█' : '_.-=+*#@')],
    fillOf: (until) => fills[until] ?? '?',
  };
}

/** One colour for whose time it is: the platform's, the runtime's or the workload's. */
export function paintShare(text: string, share: PhaseSummary['share'], { colors }: Look): string {
  if (text === '') return '';
  return { platform: colors.yellow, runtime: colors.cyan, workload: colors.green }[share](text);
}
