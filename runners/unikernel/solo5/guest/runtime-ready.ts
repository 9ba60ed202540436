// The first module of the bundle: from here on the engine runs the script.
export const runtimeReadyNs = solo5.clockMonotonic();
