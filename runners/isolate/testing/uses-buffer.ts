// Needs Node's modules, which workerd has behind a flag.
import { Buffer } from 'node:buffer';

export const handler = (event: unknown): unknown => Buffer.from(String(event)).toString('hex');
