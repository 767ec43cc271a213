/** A node, or another task, that failed, and what users read of it. */
interface Failed {
  name: string;
  text: string;
}

/** The most names in a line. */
const NAMES = 3;

/** A failure without what differs from node to node: the node's name, and the number of its job. */
const kernelOf = ({ name, text }: Failed): string =>
  text.replaceAll(name, '').replace(/\bjob ?\d+(_\d+)?\b/g, 'job');

/**
 * Puts failures together whose texts differ in the name of the node and the number of its job alone, e.g. when a cluster refuses all jobs
 * for the same reason; in the order of the first ones.
 */
export function sameFailures<One>(
  failures: readonly One[],
  read: (failure: One) => Failed,
): [One, ...One[]][] {
  const groups = new Map<string, [One, ...One[]]>();
  for (const failure of failures) {
    const kernel = kernelOf(read(failure));
    const group = groups.get(kernel);
    if (group === undefined) groups.set(kernel, [failure]);
    else group.push(failure);
  }
  return [...groups.values()];
}

/** `5 more failed with the same message: a, b, c and 2 others`; nothing without names. */
export function alsoFailed(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const others = names.length - NAMES;
  const last = others > 0 ? ` and ${others} other${others > 1 ? 's' : ''}` : '';
  return [
    `${names.length} more failed with the same message: ${names.slice(0, NAMES).join(', ')}${last}`,
  ];
}
