export const handler = (): unknown => {
  throw new RangeError('the handler refuses to answer');
};
