import { intervalText, nHatText, utilityText } from './point-text';
import { hasNoFigures } from './outcome';
import type { JudgedCell } from './rows';

/** The n̂, U and interval of a cell as tables print them. They are dashes where labels cannot be counted. */
export interface CellText {
  nHat: string;
  utility: string;
  interval: string;
}

export function cellText({ point, outcome }: JudgedCell): CellText {
  if (hasNoFigures(outcome)) return { nHat: '–', utility: '–', interval: '–' };
  return {
    nHat: nHatText(point),
    utility: utilityText(point),
    interval: intervalText(point) ?? 'none',
  };
}
