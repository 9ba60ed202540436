/** What scripts can rely on. */
export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130, terminated: 143 } as const;

/** Those of `gate`, on which a pipeline branches: 1 is a regression and nothing else. 70 is EX_SOFTWARE of sysexits(3). */
export const GATE_EXIT = { fine: 0, regression: 1, cannotTell: 2, usage: 3, unfit: 4, crashed: 70 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT] | (typeof GATE_EXIT)[keyof typeof GATE_EXIT];
