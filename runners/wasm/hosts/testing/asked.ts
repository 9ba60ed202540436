// What a handler does when it is asked to, one thing a call.
let calls = 0;
console.log('printed while it loads');

const operations: Readonly<Record<string, () => unknown>> = {
  calls: () => {
    calls += 1;
    return calls;
  },
  later: () => new Promise((resolve) => setTimeout(resolve, 1, 'later')),
  prints: () => {
    console.log('Serving HTTP on http://127.0.0.1:1/');
    return 'printed';
  },
  throws: () => {
    throw new RangeError('no ä today');
  },
  bigint: () => 1n,
  fetches: () => fetch('http://127.0.0.1:9/'),
};

export const handler = (event: unknown): unknown =>
  typeof event === 'string' && operations[event] ? operations[event]() : { event };
