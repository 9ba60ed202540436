export { type HistoryOptions, openHistory } from './history.ts';
export type {
  Added,
  AddOptions,
  History,
  HistoryRun,
  RunFilter,
  SeriesFilter,
} from './history-types.ts';
