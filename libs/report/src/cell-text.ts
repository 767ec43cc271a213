import { intervalText, nHatText, savedIntervalText, savedText, utilityText } from './point-text';
import { isRefused } from './outcome';
import type { JudgedCell } from './rows';

/** The figures of a cell as tables print them. They are dashes where labels cannot be counted, and `none` without an interval. */
export interface CellText {
  nHat: string;
  utility: string;
  interval: string;
  saved: string;
  savedInterval: string;
}

export function cellText({ point, outcome }: JudgedCell): CellText {
  const none = isRefused(outcome) ? '–' : 'none';
  return {
    nHat: nHatText(point),
    utility: utilityText(point),
    interval: intervalText(point) ?? none,
    saved: savedText(point),
    savedInterval: savedIntervalText(point) ?? none,
  };
}
