import type { MachineClass } from '../series.ts';

/** Few classes and many runs: each is parsed once. */
export class Machines {
  readonly #known = new Map<string, MachineClass>();

  of(json: string): MachineClass {
    const machine = this.#known.get(json) ?? (JSON.parse(json) as MachineClass);
    this.#known.set(json, machine);
    return machine;
  }
}
