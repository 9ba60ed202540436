import { createWasi } from './wasi.ts';

const sleeper = new Int32Array(new SharedArrayBuffer(4));

export const { imports: wasiImports, lastText } = createWasi({
  nowNs: () => process.hrtime.bigint(),
  sleep: (ms) => {
    if (ms > 0) Atomics.wait(sleeper, 0, 0, ms);
  },
  print: (to, bytes) => process[to].write(bytes),
});
