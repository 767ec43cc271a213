import {
  MOST_CENSORED,
  censoredShare,
  contrast,
  countsOf,
  isotonic,
  ladderOfRuns,
  logLinearInverse,
  mean,
  panelDraws,
  studySpread,
  utilitiesOf,
} from '@nhat/curves';
import type { ContrastTerm, DrawnUtility, Panel, PanelDraws, Status } from '@nhat/curves';
import { COVERAGE } from '../claim';
import type { ClaimSettings } from '../claim';
import { isLonger, isWhole, panelOf } from '../study';
import { BEYOND } from '../study-draws';
import type { Study, StudyArm, StudyCell } from '../study';

/** An effect with its two-sided interval at 95 %. */
export interface EffectInterval {
  estimate: number;
  low: number;
  high: number;
  /** It speaks of one pretrained network, not of its method. */
  thisNetworkOnly: boolean;
}

/** A cell of the study with its draws, which all overviews share. */
export interface DrawnCell {
  /** Its place in the study. */
  at: number;
  cell: StudyCell;
  /** The methods whose whole networks were finetuned. */
  methods: readonly string[];
  /** Null where nothing of the cell ran twice, so that no interval exists. */
  draws: PanelDraws | null;
}

/** The utility of a method at one budget. */
export interface Reading {
  n: number;
  /** log2(n̂/n), in doublings; the edge of the ladder where the mean lies outside of it. */
  estimate: number;
  status: Status;
  /** Why it is not compared; null where it is. */
  leftOut: string | null;
  /** Null where nothing of the cell ran twice. */
  drawn: DrawnUtility | null;
}

/**
 * The cells of a study with one set of draws for all overviews. A cell whose scratch is trained for longer is left out where the study
 * has the same cell without. A cell that ran once has no draws, and takes none from the others.
 */
export function drawCells({ cells }: Study, { stream, draws }: ClaimSettings): DrawnCell[] {
  const kept = cells
    .map((cell, at) => ({ cell, at }))
    .filter(({ cell }) => !isLonger(cell) || !cells.some((other) => isTwin(cell, other)));
  const panels = kept.map(({ cell }) => keyed(cell));
  const spreads = studySpread(panels);
  return kept.map(({ cell, at }, index) => ({
    ...{ at, cell, methods: cell.arms.filter(isWhole).map(({ method }) => method) },
    draws: panelDraws(panels[index]!, spreads[index]!, { draws, stream }),
  }));
}

const isTwin = (one: StudyCell, other: StudyCell): boolean =>
  !isLonger(other) && placeOf(one) === placeOf(other);

const placeOf = ({ dataset, backbone, task }: StudyCell): string =>
  JSON.stringify([dataset, backbone, task]);

/** The panel of a cell; the names of the cell name its streams, so that another cell of the study moves no draw of this one. */
const keyed = (cell: StudyCell): Panel => ({
  ...panelOf(cell, placeOf(cell)),
  key: placeOf(cell),
});

export const wholeArm = ({ arms }: StudyCell, method: string): StudyArm | undefined =>
  arms.find((arm) => isWhole(arm) && arm.method === method);

/** The utilities of a method by ascending budget; empty where the cell lacks the method. */
export function readingsOf({ cell, draws }: DrawnCell, method: string): Reading[] {
  const arm = wholeArm(cell, method);
  if (arm === undefined) return [];
  const drawn = draws === null ? [] : utilitiesOf(draws, method);
  return measured(cell, arm).map(({ n, estimate, status }) => {
    const utility = drawn.find((one) => one.n === n) ?? null;
    const beyond = utility ? censoredShare(utility) > MOST_CENSORED : status !== 'exact';
    const leftOut = arm.refused?.[n] ?? (beyond ? BEYOND : null);
    return { n, estimate, status, leftOut, drawn: utility };
  });
}

/** log2(n̂/n) of the means. */
function measured({ scratch }: StudyCell, { runs }: StudyArm) {
  const ladder = ladderOfRuns(scratch);
  const curve = {
    n: ladder.map(({ n }) => n),
    value: isotonic(
      ladder.map(({ values }) => mean(values)),
      countsOf(ladder),
    ),
  };
  return ladderOfRuns(runs).map(({ n, values }) => {
    const { low, high, status } = logLinearInverse(curve, mean(values));
    const nHat = Math.min(high, Math.max(low, n));
    return { n, status, estimate: Math.log2(nHat / n) };
  });
}

/** The readings that are compared and have draws. */
export const comparedReadings = (drawn: DrawnCell, method: string): DrawnUtility[] =>
  readingsOf(drawn, method).flatMap(({ leftOut, drawn: utility }) =>
    leftOut === null && utility ? [utility] : [],
  );

/** The utilities of both at the budgets at which both are compared. */
export function commonReadings(
  [one, other]: readonly [DrawnCell, DrawnCell],
  method: string,
): [DrawnUtility, DrawnUtility][] {
  const others = comparedReadings(other, method);
  return comparedReadings(one, method).flatMap((utility): [DrawnUtility, DrawnUtility][] => {
    const match = others.find(({ n }) => n === utility.n);
    return match ? [[utility, match]] : [];
  });
}

/** The interval of a weighted sum of utilities. */
export function intervalOfTerms(terms: readonly ContrastTerm[]): EffectInterval {
  const { estimate, low, high, thisNetworkOnly } = contrast(terms, COVERAGE);
  return { estimate, low, high, thisNetworkOnly };
}

/** The drawn cells that agree in some of their names, with two cells or more. */
export function drawnGroups(
  cells: readonly DrawnCell[],
  keys: readonly ('dataset' | 'backbone' | 'task')[],
): DrawnCell[][] {
  const groups = new Map<string, DrawnCell[]>();
  for (const drawn of cells) {
    const key = JSON.stringify(keys.map((name) => drawn.cell[name]));
    groups.set(key, [...(groups.get(key) ?? []), drawn]);
  }
  return [...groups.values()];
}
