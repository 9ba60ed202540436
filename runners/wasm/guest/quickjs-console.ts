// The engine has no console, and a module that prints should not fail for it: what it prints is dropped.
const drop = (): void => undefined;
const console = { log: drop, info: drop, warn: drop, error: drop, debug: drop, trace: drop };
if (!('console' in globalThis)) Object.assign(globalThis, { console });
