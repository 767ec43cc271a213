import { armOf, comparable, panelDraws, studySpread, utilitiesOf } from '@nhat/curves';
import type { Panel, PanelDraws } from '@nhat/curves';
import { count } from '@nhat/documents';
import type { ClaimSettings, Decision } from './claim';
import type { TestedRuns } from './more-trainings';
import type { StudyPanel } from './study';

/**
 * The draws of the panels of a study, in their order; null where one of them has no budget that ran twice. All runs say how much
 * runs vary, but a budget at which no labels can be counted has no utility here.
 */
export function drawStudy(
  panels: readonly StudyPanel[],
  { stream, draws }: ClaimSettings,
): PanelDraws[] | null {
  const spreads = studySpread(panels);
  const drawn = panels.map((panel, at) => panelDraws(panel, spreads[at]!, { draws, stream }));
  return drawn.every((panel) => panel !== null)
    ? drawn.map((panel, at) => counted(panel, panels[at]!))
    : null;
}

const counted = (draws: PanelDraws, { refused = {} }: StudyPanel): PanelDraws => ({
  ...draws,
  arms: draws.arms.map((arm) => ({
    ...arm,
    utilities: arm.utilities.filter(({ n }) => refused[arm.name]?.[n] === undefined),
  })),
});

/** Nothing ran twice, so that no interval exists. */
export const NO_SPREAD = 'No budget ran with two seeds, so that nothing shows how much runs vary.';
export const ONE_NETWORK =
  'The runs rest on one pretrained network, and nothing in the study shows how much networks differ; more networks would ("pretrainingSeeds").';
export const NO_BUDGET = 'No budget is left at which all can be compared.';
/** Why a budget is left out whose draws lie outside the ladder. */
export const BEYOND = 'beyond the curve from scratch';
/** What the rules say of rows without a number. */
export const REFUSED =
  'Budgets at which a row states no number of labels (at chance, flat, not fitted) are left out and named.';

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

/** Budgets that are not compared, of the data or method of that name. */
export interface LeftOut {
  name: string;
  budgets: readonly number[];
  /** Beyond the curve from scratch where absent. */
  why?: string;
}

/** The budgets of some arms at which no labels can be counted; panels of one name are one. */
export function refusedIn(
  panels: readonly StudyPanel[],
  arms: readonly string[],
  upTo = Infinity,
): LeftOut[] {
  const named = panels.filter(
    ({ name }, at) => panels.findIndex((one) => one.name === name) === at,
  );
  return named.flatMap(({ name, refused = {} }) =>
    arms.flatMap((arm) => {
      const rows = Object.entries(refused[arm] ?? {}).filter(([n]) => Number(n) <= upTo);
      return [...new Set(rows.map(([, why]) => why))].map((why) => ({
        ...{ name: `${name}, ${arm}`, why },
        budgets: rows.filter(([, other]) => other === why).map(([n]) => Number(n)),
      }));
    }),
  );
}

/** The decision with what was not compared. */
export function withLeftOut(decision: Decision, dropped: readonly LeftOut[]): Decision {
  const leftOut = dropped
    .filter(({ budgets }) => budgets.length > 0)
    .map(({ name, budgets, why = BEYOND }) => `${name} at ${listOf(budgets)} (${why})`);
  return leftOut.length === 0 ? decision : { ...decision, leftOut };
}

/** `200`, `200 and 1,600`, `50, 100 and 200`. */
function listOf(budgets: readonly number[]): string {
  const texts = budgets.map(count);
  return [texts.slice(0, -1).join(', '), texts.at(-1)].filter(Boolean).join(' and ');
}
