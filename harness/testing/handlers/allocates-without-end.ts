// Node only: buffers lie outside the engine's heap, whose own limit would end the guest first.
const kept: Uint8Array[] = [];
export const handler = (): Promise<unknown> =>
  new Promise(() => {
    setInterval(() => kept.push(new Uint8Array(64 * 1024 * 1024).fill(1)), 1);
  });
