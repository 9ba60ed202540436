/** What the bundler puts in place of this name: the user's module. */
declare module 'coldbench:workload' {
  export const handler: (event: unknown) => unknown;
}
