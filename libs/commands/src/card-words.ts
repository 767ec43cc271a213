export const count = (value: number): string => value.toLocaleString('en');
export const percent = (share: number): string => `${Math.round(share * 100)} %`;
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** The first five names. */
export const named = (names: readonly string[]): string =>
  `${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`;
