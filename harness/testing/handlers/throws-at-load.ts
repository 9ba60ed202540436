throw new Error('the module refuses to load');
// biome-ignore lint/correctness/noUnreachable: a handler is exported, and still never comes to be
export const handler = (): unknown => null;
