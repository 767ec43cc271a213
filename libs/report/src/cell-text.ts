import { intervalText, nHatText, utilityText } from './point-text';
import { meansNothing } from './outcome';
import type { JudgedCell } from './rows';

/** n̂, U and interval of a cell as tables print them: dashes where a metric stands for no number of labels. */
export interface CellText {
  nHat: string;
  utility: string;
  interval: string;
}

export function cellText({ point, outcome }: JudgedCell): CellText {
  if (meansNothing(outcome)) return { nHat: '–', utility: '–', interval: '–' };
  return {
    nHat: nHatText(point),
    utility: utilityText(point),
    interval: intervalText(point) ?? 'none',
  };
}
