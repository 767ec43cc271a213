import { armOf, comparable, panelDraws, studySpread, utilitiesOf } from '@nhat/curves';
import type { Panel, PanelDraws } from '@nhat/curves';
import type { ClaimSettings, Decision } from './claim';
import type { TestedRuns } from './more-trainings';

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
export const NO_BUDGET = 'No budget lies inside the curves from scratch of all that is compared.';

/**
 * What utilities of some arms rest on: the whole curves from scratch of the panels, and the runs of the arms at the budgets that are
 * compared.
 */
export const testedIn = (
  panels: readonly Panel[],
  arms: readonly string[],
  compared: readonly { n: number }[],
): TestedRuns[] =>
  panels.flatMap((panel) => [
    panel.scratch,
    ...arms.map((arm) =>
      armOf(panel, arm).runs.filter((run) => compared.some(({ n }) => n === run.n)),
    ),
  ]);

/** What all utilities of some arms rest on that lie inside the ladders; panels of one name are one. */
export const testedInStudy = (
  study: readonly PanelDraws[],
  panels: readonly Panel[],
  arms: readonly string[],
): TestedRuns[] =>
  study.flatMap((draws, at) => {
    if (study.findIndex(({ name }) => name === draws.name) < at) return [];
    const kept = arms.flatMap((arm) => comparable(utilitiesOf(draws, arm)).kept);
    return testedIn([panels[at]!], arms, kept);
  });

/** The decision with the budgets that were not compared, by the name of the data or method they belong to. */
export function withLeftOut(
  decision: Decision,
  dropped: readonly { name: string; budgets: readonly number[] }[],
): Decision {
  const leftOut = dropped.flatMap(({ name, budgets }) => budgets.map((n) => `${name} at ${n}`));
  return leftOut.length === 0 ? decision : { ...decision, leftOut };
}
