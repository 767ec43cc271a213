import type { Stream } from '@nhat/random';
import { keyOf } from '../panel/panel';
import type { Panel, PanelRun } from '../panel/panel';
import { commonName, covarianceOfCells } from './cell-covariance';
import type { AnsweredRun } from './cell-covariance';
import { imagesOf, unitsOf } from './run-answers';
import { symmetricEigen } from './symmetric-eigen';

/** How the mean of a budget moves with the choice of test images: it moves by Σ loading · number, for independent normal numbers. */
export interface CellShift {
  n: number;
  loadings: readonly number[];
}

/**
 * How all means of a panel move together when other test images are drawn. The numbers belong to the test images, so that all arms and
 * panels with these images move in one draw by the same numbers.
 */
export interface ImageShifts {
  /** Names the test images, and so the stream of the numbers. */
  key: string;
  /** How many test images there are, and groups of them; null where every image stands for itself. */
  images: number;
  groups: number | null;
  scratch: CellShift[];
  /** By `keyOf` of the arm. */
  arms: Record<string, CellShift[]>;
}

/** The runs of an arm, or from scratch, at one budget. */
interface Cell {
  panel: number;
  /** Null from scratch. */
  arm: string | null;
  n: number;
  runs: readonly AnsweredRun[];
}

/** Parts of the covariance below this share of the largest are left out. */
const LEAST_PART = 1e-6;

/**
 * The part of an error that the spread between runs does not show, because all runs are tested on the same images: how the expected values of
 * cells (the runs of an arm at a budget) move together with the choice of images. It is estimated from pairs of runs with
 * different seeds alone, whose answers to an image have nothing in common but the image, and where there are such pairs with
 * different networks, too; a run with itself would count its own noise twice. Where a cell has no such pair it has the
 * binomial variance of its runs, and no covariance with others: both make intervals wider. In the order of the panels; null where a run of
 * the panel has no answers, or other images than the other runs.
 */
export function imageShifts(panels: readonly Panel[]): (ImageShifts | null)[] {
  const shifts: (ImageShifts | null)[] = panels.map(() => null);
  const groups = new Map<string, Cell[]>();
  panels.forEach((panel, at) => {
    const name = commonImages(panel);
    if (name !== null) groups.set(name, [...(groups.get(name) ?? []), ...cellsOf(panel, at)]);
  });
  for (const cells of groups.values()) {
    const loadings = loadingsOf(covarianceOfCells(cells.map(({ runs }) => runs)));
    const { answers } = cells[0]!.runs[0]!;
    const about = {
      ...{ key: answers.images, images: imagesOf(answers) },
      groups: answers.groups === null ? null : unitsOf(answers),
    };
    cells.forEach(({ panel, arm, n }, at) => {
      const shift = (shifts[panel] ??= { ...about, scratch: [], arms: {} });
      const own = arm === null ? shift.scratch : (shift.arms[arm] ??= []);
      own.push({ n, loadings: loadings[at]! });
    });
  }
  return shifts;
}

/** Moves the means of each draw, `means[draw][budget]`, as other test images would; `numbers[draw]` are those of the images. */
export function moveMeans(
  means: number[][],
  budgets: readonly number[],
  shifts: readonly CellShift[],
  numbers: readonly Float64Array[],
): void {
  const loadings = budgets.map((n) => shifts.find((cell) => cell.n === n)?.loadings ?? []);
  numbers.forEach((ofDraw, draw) => {
    const drawn = means[draw]!;
    loadings.forEach((own, at) => {
      for (let part = 0; part < own.length; part++) drawn[at]! += own[part]! * ofDraw[part]!;
    });
  });
}

/** For each draw the numbers of the test images, the same for all panels that have them. */
export function imageNumbers(
  { key, scratch }: ImageShifts,
  draws: number,
  stream: Stream,
): Float64Array[] {
  const source = stream.fork('test images', key);
  const rank = scratch[0]!.loadings.length;
  return Array.from({ length: draws }, () => new Float64Array(rank).map(() => source.normal()));
}

/** The name of the test images that all runs of a panel have; null where they have not, or where one has no answers. */
function commonImages({ scratch, arms }: Panel): string | null {
  return commonName([...scratch, ...arms.flatMap((arm) => arm.runs)]);
}

function cellsOf({ scratch, arms }: Panel, at: number): Cell[] {
  const ofArm = (arm: string | null, runs: readonly PanelRun[]): Cell[] =>
    [...new Set(runs.map(({ n }) => n))].map((n) => ({
      ...{ panel: at, arm, n },
      runs: runs.filter((run) => run.n === n) as AnsweredRun[],
    }));
  return [ofArm(null, scratch), ...arms.map((arm) => ofArm(keyOf(arm), arm.runs))].flat();
}

/** A row for each cell, whose products are the covariance without its negative parts, which are noise. */
export function loadingsOf(covariance: readonly Float64Array[]): number[][] {
  const parts = symmetricEigen(covariance);
  const kept = parts.filter(({ value }) => value > LEAST_PART * Math.max(0, parts[0]!.value));
  return covariance.map((_, at) =>
    kept.map(({ value, vector }) => Number((Math.sqrt(value) * vector[at]!).toPrecision(9))),
  );
}
