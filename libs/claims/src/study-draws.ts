import { armOf, panelDraws, studySpread } from '@nhat/curves';
import type { Panel, PanelDraws, PanelRun } from '@nhat/curves';
import type { ClaimSettings, Decision } from './claim';

/** The draws of the panels of a study, in their order; null where one of them has no budget that ran twice. */
export function drawStudy(
  panels: readonly Panel[],
  { stream, draws }: ClaimSettings,
): PanelDraws[] | null {
  const spreads = studySpread(panels);
  const drawn = panels.map((panel, at) => panelDraws(panel, spreads[at]!, { draws, stream }));
  return drawn.every((panel) => panel !== null) ? drawn : null;
}

/** Nothing ran twice, so that no interval exists. */
export const NO_SPREAD = 'No budget ran with two seeds, so that nothing shows how much runs vary.';
export const ONE_NETWORK =
  'The runs rest on one pretrained network, and nothing in the study shows how much networks differ; more networks would ("pretrainingSeeds").';
export const NO_BUDGET = 'No budget lies inside the ladders of all that is compared.';

/** The seeds of an arm and of scratch that have the fewest runs, and the budgets of both: what one more seed costs. */
export function costOf(panels: readonly Panel[], arms: readonly string[]) {
  const lists = panels.flatMap((panel) => [
    panel.scratch,
    ...arms.map((arm) => armOf(panel, arm).runs),
  ]);
  const budgets = (runs: readonly PanelRun[]) => new Set(runs.map(({ n }) => n)).size;
  return {
    seeds: Math.min(...lists.map((runs) => new Set(runs.map(({ seed }) => seed)).size)),
    cells: lists.reduce((sum, runs) => sum + budgets(runs), 0),
  };
}

/** The decision with the budgets that were not compared, by the name of the data or method they belong to. */
export function withLeftOut(
  decision: Decision,
  dropped: readonly { name: string; budgets: readonly number[] }[],
): Decision {
  const leftOut = dropped.flatMap(({ name, budgets }) => budgets.map((n) => `${name} at ${n}`));
  return leftOut.length === 0 ? decision : { ...decision, leftOut };
}
