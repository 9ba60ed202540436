// Node only: tells which environment the guest has.
export const handler = (): unknown => ({ names: Object.keys(process.env).sort(), env: { ...process.env } });
