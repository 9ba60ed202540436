// A Unikraft of 2024 goes on when its one program has ended: the program tells of its end itself. Loaded first, so that a
// workload that fails to load is told of.
let last = '';
process.on('uncaughtExceptionMonitor', (error) => {
  last = error instanceof Error ? (error.stack ?? error.message) : String(error);
});
process.on('exit', (code) => {
  console.log(`exit ${JSON.stringify({ code, last })}`);
});
