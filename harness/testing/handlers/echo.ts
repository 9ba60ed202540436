export const handler = (event: unknown): unknown => ({ event, answer: 'ä→😀' });
