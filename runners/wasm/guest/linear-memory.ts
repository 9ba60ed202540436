const memories: WebAssembly.Memory[] = [];

/** As jco would instantiate a core module, and keeps what memory it has. */
export async function instantiateCore(
  module: WebAssembly.Module,
  imports: WebAssembly.Imports,
): Promise<WebAssembly.Instance> {
  const instance = await WebAssembly.instantiate(module, imports);
  for (const exported of Object.values(instance.exports)) {
    if (exported instanceof WebAssembly.Memory && !memories.includes(exported)) memories.push(exported);
  }
  return instance;
}

/** What the program tells when it is asked by GET. */
export const tellLinearMemory = (): object => ({
  linearMemoryBytes: memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
});
