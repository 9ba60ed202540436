throw new Error('the module refuses to load');
export const handler = (): unknown => null;
