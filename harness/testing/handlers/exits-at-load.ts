// Node only: a component has no process to end.
process.exit(7);
export const handler = (): unknown => null;
