export const handler = async (event: unknown): Promise<unknown> => {
  await Promise.resolve();
  return { later: event };
};
