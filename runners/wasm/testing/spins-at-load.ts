let turns = 0;
while (turns >= 0) turns = (turns + 1) % 1000;
export const handler = (): unknown => turns;
