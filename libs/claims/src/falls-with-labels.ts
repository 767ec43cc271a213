import { armOf, comparable, slopeTerms, utilitiesOf } from '@nhat/curves';
import { undecided } from './claim';
import { claimOptions } from './claim-options';
import type { Claim } from './claim';
import { decideAbove, namedContrast } from './contrast-effect';
import { cellName, chosenCells, lacks, panelOf, wholeMethods } from './study';
import type { StudyPanel } from './study';
import {
  NO_BUDGET,
  NO_SPREAD,
  REFUSED,
  drawStudy,
  refusedIn,
  testedIn,
  withLeftOut,
} from './study-draws';

/** One panel a dataset, and the arms whose utility should fall; a panel may lack some of them. */
export interface FallsWithLabelsInput {
  panels: readonly StudyPanel[];
  arms: readonly string[];
}

const STATEMENT = 'The utility of pretraining falls with the number of labels.';

export const fallsWithLabels: Claim<FallsWithLabelsInput> = {
  id: 'falls-with-labels',
  statement: STATEMENT,
  unit: 'doublings per doubling',
  rule:
    'Statistic: minus the least-squares slope of log2(1 + U) on log2 n over the budgets inside the curve from scratch. Null: it does ' +
    'not fall; the claim fails where a rise is shown. Unit of resampling: a label seed with its network. Holm over datasets × methods. ' +
    REFUSED,
  options: claimOptions(STATEMENT, ['dataset', 'backbone', 'task', 'method']),
  inputOf(study, options) {
    const cells = chosenCells(study, options).filter((cell) => wholeMethods(cell).length > 0);
    if (cells.length === 0) throw lacks('a method that was finetuned', []);
    const panels = cells.map((cell) => panelOf(cell, cellName(cell, cells)));
    return { panels, arms: [...new Set(cells.flatMap(wholeMethods))] };
  },
  decide({ panels, arms }, settings) {
    const unit = 'doublings per doubling';
    const missing = arms.find((arm) => !panels.some((panel) => has(panel, arm)));
    if (missing !== undefined) armOf(panels[0]!, missing);
    const study = drawStudy(panels, settings);
    if (!study) return undecided(NO_SPREAD, unit);
    const cells = study.flatMap((draws, at) =>
      arms
        .filter((arm) => has(panels[at]!, arm))
        .map((arm) => ({
          ...comparable(utilitiesOf(draws, arm)),
          name: arms.length === 1 ? draws.name : `${draws.name} · ${arm}`,
          ...{ panel: panels[at]!, arm },
        })),
    );
    const contrasts = cells.flatMap(({ name, kept, panel, arm }) =>
      kept.length < 2
        ? []
        : [namedContrast(name, slopeTerms(kept, -1), testedIn([panel], [arm], kept))],
    );
    const dropped = cells.map((cell) => ({
      name: cell.name,
      budgets: cell.dropped.map(({ n }) => n),
    }));
    const decision =
      contrasts.length === 0 ? undecided(NO_BUDGET, unit) : decideAbove(contrasts, unit);
    return withLeftOut(decision, [...dropped, ...refusedIn(panels, arms)]);
  },
};

const has = (panel: StudyPanel, arm: string): boolean =>
  panel.arms.some(({ name }) => name === arm);
