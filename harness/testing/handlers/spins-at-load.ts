for (let turns = 0; turns >= 0; turns += 1) if (turns > 1e300) break;
export const handler = (): unknown => null;
