import type { TableOptions } from './table-options';
import { panelCoverage } from './panel-coverage';
import type { PanelCoverage, PanelSetting } from './panel-coverage';
import { RUN_SPREAD, coverageTruths, networkTruth } from './panel-truths';
import type { PanelDesign } from './simulated-panel';

const NAME = 44;
const percent = (share: number) => (100 * share).toFixed(0);

/** Held, worst cell, median width of the settings, one line a truth and number of seeds. */
export function printPanels({ repetitions, draws, progress }: TableOptions): void {
  row('truth', ['seeds', 'held', 'worst', 'flagged', 'wrong', 'width']);
  for (const truth of coverageTruths) {
    for (const seeds of [2, 3, 5]) {
      progress(`${truth.name}, ${seeds} seeds`);
      const design = { seeds, networks: seeds, between: 0, correlation: 0.5 };
      row(truth.name, [
        `${seeds}`,
        ...cells(panelCoverage({ truth, design }, { repetitions, draws })),
      ]);
    }
  }
}

/** The same for spreads between networks of 0, ½, 1 and 2 run deviations. */
export function printNetworks({ repetitions, draws, progress }: TableOptions): void {
  row('networks, deviation between them', ['seeds', 'held', 'worst', 'flagged', 'wrong', 'width']);
  for (const [name, setting] of networkSettings()) {
    progress(name);
    const { design } = setting;
    row(name, [`${design.seeds}`, ...cells(panelCoverage(setting, { repetitions, draws }))]);
  }
}

/** Four networks with two seeds each, on the same budgets: it shows how much networks differ, with 3 degrees of freedom an arm. */
const pilotOf = (between: number): NonNullable<PanelSetting['pilot']> => ({
  truth: { ...networkTruth, name: 'pilot' },
  design: { seeds: 8, networks: 4, between, correlation: 0.5 },
});

function networkSettings(): [string, PanelSetting][] {
  return [0, 0.5, 1, 2].flatMap((ratio) => {
    const between = ratio * RUN_SPREAD;
    const design = (seeds: number, networks: number): PanelDesign => ({
      ...{ seeds, networks, between, correlation: 0.5 },
    });
    const truth = networkTruth;
    return [2, 3, 5].flatMap((seeds): [string, PanelSetting][] => [
      [`one network alone, ${ratio}`, { truth, design: design(seeds, 1) }],
      [
        `one network and a pilot, ${ratio}`,
        { truth, design: design(seeds, 1), pilot: pilotOf(between) },
      ],
      [`a network for each seed, ${ratio}`, { truth, design: design(seeds, seeds) }],
    ]);
  });
}

const cells = ({ held, worst, flagged, falseVerdicts, width }: PanelCoverage) => [
  ...[held, worst, flagged, falseVerdicts].map(percent),
  width.toFixed(2),
];

const row = (name: string, columns: readonly string[]): void => {
  process.stdout.write(`${name.padEnd(NAME)}${columns.map((cell) => cell.padStart(8)).join('')}\n`);
};
