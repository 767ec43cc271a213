import type { PanelRun } from '../panel/panel';
import { commonName, covarianceOfCells } from './cell-covariance';
import type { AnsweredRun } from './cell-covariance';
import { loadingsOf } from './image-shifts';

/**
 * How the means of several lists of runs move together when other test images are drawn: a row of loadings for each list, as in `CellShift`.
 * Null where a run has no answers, or other test images than the others.
 */
export const imageLoadings = (lists: readonly (readonly PanelRun[])[]): number[][] | null =>
  commonName(lists.flat()) === null
    ? null
    : loadingsOf(covarianceOfCells(lists as AnsweredRun[][]));
