/** The names of the formats alone, so that the help of the command need not load the formats. */
export const FORMAT_NAMES = [
  'markdown',
  'csv',
  'openmetrics',
  'chrome-trace',
  'github-action-benchmark',
  'bencher',
  'hyperfine',
] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];
