import type { Panel, PanelRun } from '@nhat/curves';
import { isCalled } from '@nhat/documents';

/** One finished run. */
export interface StudyRun extends PanelRun {
  /** The metric on the labelled images, oriented as `value`; null where nobody measured it. */
  train: number | null;
  /** Images seen in training; null for heads that are fitted without steps. */
  imagesSeen: number | null;
  /** Name of the node of the learning curve that has it; absent where no pipeline has one. */
  curve?: string;
}

/** The runs of one way to use the networks of a method. */
export interface StudyArm {
  /** The method for readers, with the options in which it differs from others of the study. */
  method: string;
  /** Name of the evaluation in its registry. */
  evaluation: string;
  /** Stages that stay as they were pretrained: 0 where the whole network is finetuned; null for evaluations without such a depth. */
  frozenStages: number | null;
  runs: readonly StudyRun[];
  /** All settings of the method, as names contain them: `negatives 4096`; those in the name count where this is absent. */
  settings?: readonly string[];
  /** The budgets at which no labels can be counted, with the reason; what compares labels leaves them out. */
  refused?: Readonly<Record<number, string>>;
}

/** What one scratch curve is compared with. */
export interface StudyCell {
  dataset: string;
  images: {
    /** The factors that vary or are switched on, by name; empty for images of a source without factors. */
    factors: Readonly<Record<string, boolean>>;
    /** Equal for datasets that differ by their factors and their name alone. */
    otherwise: string;
  };
  /** The network for readers, with the options in which it differs from others of the study. */
  backbone: string;
  /** Null where the network is not known any more. */
  parameters: number | null;
  task: string;
  /** The metric; `isShare`: of values from 0 to 1, so that rules in points apply. */
  metric: { label: string; isShare: boolean };
  /** All settings of the network and the task, as names contain them: `width 0.25`; those in the name count where this is absent. */
  settings?: Readonly<Record<'backbone' | 'task', readonly string[]>>;
  scratch: readonly StudyRun[];
  arms: readonly StudyArm[];
}

/** The results of a pipeline or of several, as claims read them. Values are oriented so that higher is better. */
export interface Study {
  cells: readonly StudyCell[];
}

/** Thrown where a study lacks what a claim needs; the message is a sentence that says what. */
export class LackingStudy extends Error {
  override name = 'LackingStudy';
}

/** `It needs two backbones (got resnet9).` */
export function lacks(what: string, got: readonly string[]): LackingStudy {
  const names = [...new Set(got)];
  return new LackingStudy(`It needs ${what} (got ${names.join(', ') || 'none'}).`);
}

/** What a claim may be restricted to: names of the study, with some of their options or with none. */
export interface Choices {
  dataset?: string;
  backbone?: string;
  task?: string;
  method?: string;
}

type Key = keyof Choices;

const PLURALS: Record<Key, string> = {
  ...{ dataset: 'datasets', backbone: 'backbones', task: 'tasks', method: 'methods' },
};

/**
 * The cells in which scratch is trained as long as finetuning, as far as the choices name them, with the arms of the chosen
 * method; cells without an arm are left out. Throws a LackingStudy where a choice names nothing of the study.
 */
export const chosenCells = ({ cells }: Study, choices: Choices): StudyCell[] =>
  narrowed(
    cells.filter((cell) => !isLonger(cell)),
    choices,
  );

/** The cells in which scratch is trained for longer than finetuning, as far as the choices name them. */
export const longerCells = ({ cells }: Study, choices: Choices): StudyCell[] =>
  narrowed(cells.filter(isLonger), choices);

function narrowed(cells: readonly StudyCell[], choices: Choices): StudyCell[] {
  let chosen = [...cells];
  for (const key of ['dataset', 'backbone', 'task'] as const) {
    const name = choices[key];
    if (name === undefined) continue;
    const known = chosen.map((cell) => cell[key]);
    chosen = chosen.filter((cell) => isCalled(cell[key], name, settingsOf(cell, key)));
    if (chosen.length === 0) throw lacks(`the ${key} ${name}`, known);
  }
  const { method } = choices;
  if (method === undefined) return chosen.filter(({ arms }) => arms.length > 0);
  const known = chosen.flatMap(({ arms }) => arms.map((arm) => arm.method));
  const withMethod = chosen
    .map((cell) => ({
      ...cell,
      arms: cell.arms.filter((arm) => isCalled(arm.method, method, arm.settings)),
    }))
    .filter(({ arms }) => arms.length > 0);
  if (withMethod.length === 0) throw lacks(`the method ${method}`, known);
  return withMethod;
}

const settingsOf = ({ settings }: StudyCell, key: Exclude<Key, 'method'>): readonly string[] =>
  key === 'dataset' ? [] : (settings?.[key] ?? []);

/** Whether scratch sees more images at a budget than finetuning of the whole network does there. */
export function isLonger({ scratch, arms }: StudyCell): boolean {
  const finetuned = arms.filter(isWhole).flatMap(({ runs }) => runs);
  return scratch.some(({ n, imagesSeen }) =>
    finetuned.some(
      (run) =>
        run.n === n &&
        imagesSeen !== null &&
        run.imagesSeen !== null &&
        imagesSeen > run.imagesSeen,
    ),
  );
}

/** Whether an arm finetunes the whole network. */
export const isWhole = ({ frozenStages }: StudyArm): boolean => frozenStages === 0;

/** The methods whose whole networks were finetuned in a cell. */
export const wholeMethods = ({ arms }: StudyCell): string[] =>
  arms.filter(isWhole).map(({ method }) => method);

/** The methods that all of the cells have. */
export const commonMethods = (cells: readonly StudyCell[]): string[] =>
  wholeMethods(cells[0]!).filter((method) =>
    cells.every((cell) => wholeMethods(cell).includes(method)),
  );

/** A panel with the budgets of its arms at which no labels can be counted, each with the reason; `refused[arm][n]`. */
export interface StudyPanel extends Panel {
  refused?: Readonly<Record<string, Readonly<Record<number, string>>>>;
}

/** A cell as a panel, with an arm for each method whose whole network was finetuned. */
export function panelOf(cell: StudyCell, name: string): StudyPanel {
  const arms = cell.arms.filter(isWhole);
  return {
    ...{ name, scratch: cell.scratch },
    arms: arms.map(({ method, runs }) => ({ name: method, runs })),
    refused: Object.fromEntries(arms.map(({ method, refused = {} }) => [method, refused])),
  };
}

/** What tells a cell from others: those of dataset, backbone and task in which they differ; the dataset where in none. */
export function cellName(cell: StudyCell, among: readonly StudyCell[]): string {
  const keys = (['dataset', 'backbone', 'task'] as const).filter(
    (key) => new Set(among.map((other) => other[key])).size > 1,
  );
  return keys.length === 0 ? cell.dataset : keys.map((key) => cell[key]).join(' · ');
}

/** The cells by the values of some keys. */
export function groupsOf(
  cells: readonly StudyCell[],
  keys: readonly Exclude<Key, 'method'>[],
): StudyCell[][] {
  const groups = new Map<string, StudyCell[]>();
  for (const cell of cells) {
    const key = JSON.stringify(keys.map((one) => cell[one]));
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups.values()];
}

/** One of the things that a claim may speak of, with the values by which a document chooses between them. */
export type Candidate<T> = Choices & { value: T };

/**
 * The only candidate. Throws a LackingStudy where there is none, with `needed` and `got`, and where there are several, with the
 * keys by which a document can name one.
 */
export function onlyOne<T>(
  candidates: readonly Candidate<T>[],
  needed: string,
  got: readonly string[],
): T {
  const [first, second] = candidates;
  if (first === undefined) throw lacks(needed, got);
  if (second === undefined) return first.value;
  const keys = (Object.keys(PLURALS) as Key[]).filter(
    (key) => new Set(candidates.map((candidate) => candidate[key])).size > 1,
  );
  const several = keys.map((key) => {
    const values = new Set(candidates.map((candidate) => candidate[key] ?? ''));
    return `${PLURALS[key]} (${[...values].join(', ')})`;
  });
  const named = keys.map((key) => `"${key}"`).join(' and ');
  throw new LackingStudy(
    `It speaks of one case, and the study has several ${several.join(' and ')}: name one with ${named}.`,
  );
}

/**
 * The only cell whose dataset or backbone is called like this. Throws a LackingStudy where there is none, and where there are several,
 * with the option of the document that names it.
 */
export function onlyCalled(
  cells: readonly StudyCell[],
  kind: 'dataset' | 'backbone',
  { key, name }: Record<'key' | 'name', string>,
): StudyCell {
  const [found, other] = cells.filter((cell) => isCalled(cell[kind], name, settingsOf(cell, kind)));
  if (found === undefined) {
    throw lacks(
      `the ${kind} ${name}`,
      cells.map((cell) => cell[kind]),
    );
  }
  if (other === undefined) return found;
  throw new LackingStudy(
    `"${key}" names one ${kind}, and the study has several of that name (${found[kind]}, ${other[kind]}): name it with what is in brackets.`,
  );
}

/** Throws a LackingStudy unless the metric of the cell is a share, because the rule is stated in points. */
export function checkShare({ metric, task }: StudyCell): void {
  if (!metric.isShare) throw lacks('a metric that is a share', [`${metric.label} of ${task}`]);
}
