console.log('{"port": 1}');
console.log('garbage \u0000 \u001b[31m before the start');
export const handler = (event: unknown): unknown => {
  console.log('garbage at the call');
  return { event };
};
