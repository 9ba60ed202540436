// Node only: a component has no process to end.
export const handler = (): unknown => process.exit(7);
