import { wrappedLines } from '@nhat/report/wrapped-lines';

/** A point of a list, in 80 columns. */
export const listItem = (text: string): string[] => {
  const [first = '', ...rest] = wrappedLines(text, 76);
  return [`  - ${first}`, ...rest.map((line) => `    ${line}`)];
};
