import type { Theme } from './chart.ts';

/**
 * Colours that stay apart for colour-blind readers, after Okabe and Ito (2008) and Paul Tol's schemes, darkened or
 * lightened until each has 3 to 1 against its paper (WCAG 2.2, 1.4.11).
 */
export const LIGHT: Theme = {
  ink: '#1b1f24',
  faint: '#57606a',
  grid: '#d8dee4',
  paper: '#ffffff',
  colors: ['#0072b2', '#c8500a', '#00805c', '#aa3377', '#7a6000', '#332288', '#4d7c8a', '#882255'],
  shares: { platform: '#0072b2', runtime: '#c8500a', workload: '#00805c' },
  shade: 'rgba(190, 140, 0, 0.16)',
  verdicts: { faster: '#00805c', slower: '#b3261e', same: '#57606a', inconclusive: '#7a6000' },
};

export const DARK: Theme = {
  ink: '#e6edf3',
  faint: '#9aa7b4',
  grid: '#30363d',
  paper: '#14181d',
  colors: ['#4fb3ea', '#f0883e', '#3fc79a', '#e07bb5', '#d6b656', '#a99cf0', '#9cc5d0', '#d97b9c'],
  shares: { platform: '#4fb3ea', runtime: '#f0883e', workload: '#3fc79a' },
  shade: 'rgba(230, 180, 60, 0.2)',
  verdicts: { faster: '#3fc79a', slower: '#ff7b72', same: '#9aa7b4', inconclusive: '#d6b656' },
};
