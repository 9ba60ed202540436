// The engine has no console: what a module prints goes to the tender's.
const say = (...parts: readonly unknown[]): void => solo5.consoleWrite(`${parts.map(textOf).join(' ')}\n`);

function textOf(part: unknown): string {
  try {
    return String(part);
  } catch {
    return typeof part;
  }
}

if (!('console' in globalThis)) {
  const console = { log: say, info: say, warn: say, error: say, debug: say, trace: say };
  Object.assign(globalThis, { console });
}
