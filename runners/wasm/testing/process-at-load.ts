const home = process.env.HOME;
export const handler = (): unknown => home;
