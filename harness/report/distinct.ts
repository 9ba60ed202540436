/** Names of a list, each once: those that became alike when they were cleaned or shortened get a number. */
export function distinct(names: readonly string[]): string[] {
  const taken = new Set(names);
  const seen = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let number = 2; seen.has(own); number += 1) {
      own = `${name} #${number}`;
      // A name that somebody really has stays theirs.
      if (taken.has(own)) own = name;
    }
    seen.add(own);
    return own;
  });
}
