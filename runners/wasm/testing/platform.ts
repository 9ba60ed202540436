// What a handler may use of its platform, one operation per call.
const loadedAt = { wallMs: Date.now(), random: Math.random() };
const keptRandom = Math.random;

const operations = {
  loadedAt: () => loadedAt,
  clock: () => ({ wallMs: Date.now(), monotonicMs: performance.now() }),
  random: () => [Math.random(), keptRandom(), crypto.randomUUID()],
  console: () => {
    console.log('{"port": 1}');
    console.error('an error');
    return 'printed';
  },
  text: () => new TextDecoder().decode(new TextEncoder().encode('ä→😀')),
  timeout: async () => {
    const startMs = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 50));
    return Date.now() - startMs;
  },
  throw: () => {
    throw new RangeError('no ä today');
  },
  throwText: () => {
    throw 'only text';
  },
  recurse: () => {
    const deeper = (depth: number): number => deeper(depth + 1) + 1;
    return deeper(0);
  },
  environment: () => Object.keys(process.env),
  fetch: () => fetch('http://127.0.0.1:9/'),
  pending: () => new Promise(() => undefined),
} satisfies Record<string, () => unknown>;

export const handler = (operation: keyof typeof operations): unknown => operations[operation]();
