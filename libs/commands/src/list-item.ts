import { hangingLines } from '@nhat/report/wrapped-lines';

/** A point of a list, in 80 columns. */
export const listItem = (text: string): string[] => hangingLines('  - ', text);
