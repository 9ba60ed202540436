let calls = 0;
export const handler = (): unknown => {
  calls += 1;
  return { calls };
};
