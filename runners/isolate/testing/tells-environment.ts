// What a worker can see of the process it runs in.
let calls = 0;
export const handler = (): unknown => {
  calls += 1;
  return { calls, process: typeof process, date: Date.now() > 1e12 };
};
