// What the module finds while it loads, which is when the component is built. Imported before the workload.

// The component is built without WASI's HTTP, where a call of the engine's fetch would end the instance. So there is
// no fetch, and a handler that calls it throws a ReferenceError that can be answered and read.
Reflect.deleteProperty(globalThis, 'fetch');

const engineRandom = Math.random;
let loading = true;
let state = 1;

/** Park and Miller's generator (CACM 31(10), 1988). */
function next(): number {
  state = (state * 48_271) % 0x7fff_ffff;
  return state / 0x7fff_ffff;
}

// Libraries (Preact is one) ask for a random number while they load, and the engine traps: nothing is random in a build.
// What they get is the same in every instance, as is all that a module computes while it loads.
Math.random = (): number => (loading ? next() : engineRandom());

export function loaded(): void {
  loading = false;
}
