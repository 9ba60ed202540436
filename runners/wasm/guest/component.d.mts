/** The module that jco writes beside the host program for each component. */
export function instantiate(
  getCoreModule: (name: string) => WebAssembly.Module | Promise<WebAssembly.Module>,
  imports: Readonly<Record<string, object>>,
  instantiateCore?: (
    module: WebAssembly.Module,
    imports: WebAssembly.Imports,
  ) => Promise<WebAssembly.Instance>,
): Promise<Component>;

/** The world of ../workload.wit, as jco presents it. */
export interface Component {
  /** @throws an Error whose `payload` is the error of the world's result; a RuntimeError when the component traps. */
  respond(event: Uint8Array): Uint8Array;
}
