import { stream } from '@nhat/random';
import { distantStep } from '../panel/budget-to-add';
import { panelDraws } from '../panel/panel-draws';
import type { DrawnUtility } from '../panel/panel-draws';
import { studySpread } from '../panel/spread';
import { utilityInterval } from '../panel/utility-interval';
import { simulatePanel } from './simulated-panel';
import type { PanelDesign, PanelTruth } from './simulated-panel';

/** How often the 95 % intervals of a simulated setting hold the true λ; shares of studies. */
export interface PanelCoverage {
  /** Over all cells: arms × budgets. */
  held: number;
  /** In the cell with the lowest share. */
  worst: number;
  /** Of the intervals that miss, the share that a distant step flags. */
  flagged: number;
  /** Of the intervals of arms whose utility is 0 everywhere, the share with a clear verdict. */
  falseVerdicts: number;
  /** Median width in doublings. */
  width: number;
}

export interface PanelSetting {
  truth: PanelTruth;
  design: PanelDesign;
  /** Other panels of the study, whose arms show how much networks differ; none by default. */
  pilot?: { truth: PanelTruth; design: PanelDesign };
}

export interface Repetitions {
  repetitions: number;
  draws: number;
}

const COVERAGE = 0.95;

/** Simulates studies in which every arm of the truth is alone, so that no arm lends another its degrees of freedom. */
export function panelCoverage(
  { truth, design, pilot }: PanelSetting,
  { repetitions, draws }: Repetitions,
): PanelCoverage {
  const cells = new Map<string, { held: number; count: number }>();
  const widths: number[] = [];
  let [missed, flagged, wrong, nothing] = [0, 0, 0, 0];
  for (const [arm, utility] of Object.entries(truth.arms)) {
    const alone = { ...truth, arms: { [arm]: utility } };
    const isNone = truth.finetuned.every((n) => utility(n) === 0);
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const random = stream('panel', truth.name, arm, JSON.stringify(design), repetition);
      const panel = simulatePanel(alone, design, random);
      const beside = pilot ? [simulatePanel(pilot.truth, pilot.design, random)] : [];
      const spread = studySpread([panel, ...beside])[0]!;
      const [drawn] = panelDraws(panel, spread, { draws, stream: random })!.arms;
      for (const point of drawn!.utilities) {
        const outcome = judged(point, Math.log2(1 + utility(point.n)));
        const cell = cells.get(`${arm} ${point.n}`) ?? { held: 0, count: 0 };
        cells.set(`${arm} ${point.n}`, {
          held: cell.held + (outcome.held ? 1 : 0),
          count: cell.count + 1,
        });
        widths.push(outcome.width);
        if (isNone) nothing++;
        if (isNone && outcome.clear) wrong++;
        if (outcome.held) continue;
        missed++;
        if (distantStep(truth.scratch, point, COVERAGE)) flagged++;
      }
    }
  }
  const shares = [...cells.values()].map(({ held, count }) => held / count);
  return {
    held: shares.reduce((sum, share) => sum + share, 0) / shares.length,
    worst: Math.min(...shares),
    flagged: missed === 0 ? 1 : flagged / missed,
    falseVerdicts: nothing === 0 ? 0 : wrong / nothing,
    width: widths.sort((a, b) => a - b)[Math.floor(widths.length / 2)]!,
  };
}

function judged(point: DrawnUtility, truth: number) {
  const { low, high, lowOpen, highOpen, verdict } = utilityInterval(point, COVERAGE);
  return {
    held: (lowOpen || truth >= low) && (highOpen || truth <= high),
    width: high - low,
    clear: verdict !== 'unclear',
  };
}
