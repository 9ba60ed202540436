export const handler = (): unknown => 10n;
