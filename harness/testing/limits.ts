import { closeHome, openHome } from '../experiment/limits/home.ts';

/** Whether cgroups can be made here. With COLDBENCH_REQUIRE_RUNNERS=1, as in CI, the tests run all the same and fail. */
export function canLimit(): boolean {
  const home = openHome(`probe-${process.pid}`);
  if (!('unavailable' in home)) {
    closeHome(home);
    return true;
  }
  return process.env.COLDBENCH_REQUIRE_RUNNERS === '1';
}
