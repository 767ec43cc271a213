/** So many are named. */
const NAMED = 3;

/** The first of some names, and how many more there are. */
export const namedFew = (names: readonly string[]): string =>
  names.length > NAMED
    ? `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`
    : names.join(', ');
