import { stream } from '@nhat/random';
import type { Stream } from '@nhat/random';
import { labelChoice } from '../choice/label-choice';
import type { LabelChoice } from '../choice/label-choice';
import { studySpread } from '../panel/spread';
import { coverageTruths } from './panel-truths';
import { simulatePanel } from './simulated-panel';
import type { PanelTruth } from './simulated-panel';
import type { TableOptions } from './table-options';

/** What a simulated buyer of labels knows, and what is true. */
interface ChoiceTruth {
  truth: PanelTruth;
  seeds: number;
  labels: number;
  labelPrice: number;
  hourPrice: number;
  hours: Record<string, number>;
}

/** How often a choice was made, and how often it was the cheapest option in truth. */
export interface ChoiceResult {
  studies: number;
  chosen: number;
  chosenRight: number;
  leans: number;
  leansRight: number;
  /** Of the choices: the mean of what the chosen option costs more than the cheapest, as a share of what the labels cost. */
  regret: number;
}

export interface ChoiceSetting {
  name: string;
  seeds: number;
  /** The arms differ from scratch and from each other by this in doublings, as a standard deviation around `mean`. */
  mean: number;
  deviation: number;
}

const LADDER = coverageTruths[4]!;

/** A study with true utilities of its own: two pretrained arms and a frozen one, prices over two decades around where they pay. */
function truthOf({ seeds, mean, deviation }: ChoiceSetting, random: Stream): ChoiceTruth {
  const names = ['one', 'other', 'frozen'];
  const doublings = names.map(() => mean + deviation * random.normal());
  const arms = Object.fromEntries(
    names.map((name, at) => [name, () => 2 ** Math.min(3, Math.max(-1.5, doublings[at]!)) - 1]),
  );
  const labels = Math.round(100 * 4 ** random.uniform(0, 1));
  const hours = { one: 1 + random.uniform(0, 1), other: 1 + random.uniform(0, 1), frozen: 0.9 };
  // An hour costs as much as about 5 to 500 labels.
  const hourPrice = 0.2 * 5 * 100 ** random.uniform(0, 1);
  const truth = { ...LADDER, name: 'choice', arms, finetuned: [100, 200, 400] };
  return { truth, seeds, labels, labelPrice: 0.2, hourPrice, hours };
}

const choiceOf = (
  { truth, seeds, labels, labelPrice, hourPrice, hours }: ChoiceTruth,
  draws: number,
  random: Stream,
): LabelChoice => {
  const design = { seeds, networks: seeds, between: 0, correlation: 0.5 };
  const panel = simulatePanel(truth, design, random.fork('panel'));
  return labelChoice(panel, studySpread([panel])[0]!, {
    ...{ labels, labelPrice, hourPrice, hours: (arm) => hours[arm]! },
    ...{ coverage: 0.95, chance: null, draws, stream: random.fork('draws') },
  });
};

/** The true costs of every option at the accuracy of the best arm, by name; utilities do not change with n. */
function trueCosts({ truth, labels, labelPrice, hourPrice, hours }: ChoiceTruth) {
  const factors = Object.entries(truth.arms).map(
    ([arm, utility]) => [arm, 1 + utility(labels)] as const,
  );
  const best = Math.max(...factors.map(([, factor]) => factor));
  return new Map<string | null, number>([
    [null, labelPrice * labels * best],
    ...factors.map(
      ([arm, factor]) =>
        [arm, (labelPrice * labels * best) / factor + hourPrice * hours[arm]!] as const,
    ),
  ]);
}

/** Simulates studies and compares their choices with the truth. */
export function simulateChoices(
  setting: ChoiceSetting,
  { repetitions, draws }: Pick<TableOptions, 'repetitions' | 'draws'>,
): ChoiceResult {
  const result = { studies: repetitions, chosen: 0, chosenRight: 0, leans: 0, leansRight: 0 };
  let regret = 0;
  for (let study = 0; study < repetitions; study++) {
    const random = stream('choice', setting.name, study);
    const truth = truthOf(setting, random.fork('truth'));
    const { outcome, options } = choiceOf(truth, draws, random);
    if (outcome === 'open') continue;
    const costs = trueCosts(truth);
    const least = Math.min(...costs.values());
    const lost = costs.get(options[0]!.arm)! - least;
    result[outcome]++;
    if (lost === 0) result[`${outcome}Right`]++;
    if (outcome === 'chosen') regret += lost / (truth.labels * truth.labelPrice);
  }
  return { ...result, regret: result.chosen === 0 ? 0 : regret / result.chosen };
}

export const choiceSettings: readonly ChoiceSetting[] = [2, 3, 5].flatMap((seeds) => [
  { name: `saves much, ${seeds} seeds`, seeds, mean: 1.2, deviation: 0.6 },
  { name: `saves little, ${seeds} seeds`, seeds, mean: 0.3, deviation: 0.3 },
  { name: `saves nothing, ${seeds} seeds`, seeds, mean: 0, deviation: 0.05 },
]);

/** How often a choice is made and right, with true savings known. */
export function printChoices({ repetitions, draws, progress }: TableOptions): void {
  const row = (name: string, cells: readonly string[]) =>
    process.stdout.write(`${name.padEnd(32)}${cells.map((cell) => cell.padStart(10)).join('')}\n`);
  row('truth', ['chosen', 'right', 'leans', 'right', 'regret']);
  const percent = (part: number, whole: number) =>
    whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
  for (const setting of choiceSettings) {
    progress(setting.name);
    const { studies, chosen, chosenRight, leans, leansRight, regret } = simulateChoices(setting, {
      repetitions,
      draws,
    });
    row(setting.name, [
      ...[percent(chosen, studies), percent(chosenRight, chosen)],
      ...[percent(leans, studies), percent(leansRight, leans), percent(regret, 1)],
    ]);
  }
}
