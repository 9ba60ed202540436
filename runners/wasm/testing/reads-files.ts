import { readdirSync } from 'node:fs';

export const handler = (): unknown => readdirSync('/');
