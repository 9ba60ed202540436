export const handler = (): Promise<unknown> => new Promise(() => undefined);
