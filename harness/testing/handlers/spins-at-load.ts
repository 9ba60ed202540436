let turns = 0;
while (turns >= 0) turns += 1;
export const handler = (): unknown => turns;
