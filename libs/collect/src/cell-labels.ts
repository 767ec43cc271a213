import { stableJson } from '@nhat/documents';
import type {
  BackboneConfig,
  CurveConfig,
  EvaluationConfig,
  Json,
  JsonObject,
  PretrainConfig,
  SupervisedConfig,
} from '@nhat/documents';
import type { Setting } from '@nhat/report';
import { inRole } from './lineage';
import type { Ancestry } from './lineage';
import { facetsOf, optionLabels, settingsOf } from './option-labels';
import type { Choice } from './option-labels';
import { scoresOf } from './score-curves';

/** The parts of a comparison from which its labels are made. */
export interface LabelledStudy {
  dataset: string;
  backbone: BackboneConfig;
  /** The curve from scratch, and that of the networks that were trained before. */
  scratch: Ancestry;
  finetuned: Ancestry;
  task: { name: string; options: JsonObject };
  method: { name: string; options: JsonObject };
  /** The name of the arm: that of the method, or the one that the document gives. */
  arm: string;
  evaluation: EvaluationConfig;
  /** The first pretrained network; undefined if there is none. */
  pretrained: Ancestry | undefined;
  /** Seed of a run → seed of its pretrained network; null where none is known. */
  networks: CurveConfig['pretraining'];
}

/** Labels that distinguish everything that differs within a report. */
export interface Labels {
  /** Includes the settings of supervised training where two entries of `backbones` differ in them. */
  backbone(study: LabelledStudy): string;
  /** The network alone, because pretraining does not depend on the settings of supervised training. */
  network(backbone: BackboneConfig): string;
  /** The same for a cell, whose network may be that of another program. */
  networkOfCell(study: LabelledStudy): string;
  task(study: LabelledStudy): string;
  method(study: LabelledStudy): string;
  pretraining(config: PretrainConfig): string;
  /** All settings that names may contain, also those in which nothing differs. */
  settings(study: LabelledStudy): Record<'backbone' | 'task' | 'method', string[]>;
}

export function labelsOf(studies: readonly LabelledStudy[]): Labels {
  const trained = studies.filter(({ scratch }) => !isFromScores(scratch));
  const network = optionLabels(trained.map(({ backbone }) => networkChoice(backbone)));
  const task = optionLabels(trained.map(taskChoice));
  const given = givenNames(trained);
  const method = optionLabels(trained.map((study) => methodChoice(study, given)));
  const longer = scratchFactors(trained);
  const choice = (study: LabelledStudy, text: StepsText) =>
    backboneChoice(study, longer.get(study.scratch) ?? 1, text);
  const ranges = optionLabels(trained.map((study) => choice(study, rangeText)));
  const lists = optionLabels(trained.map((study) => choice(study, listText)));
  const backbone = (study: LabelledStudy) => {
    const name = ranges(choice(study, rangeText));
    const twin = trained.some(
      (other) =>
        other.scratch !== study.scratch &&
        other.dataset === study.dataset &&
        task(taskChoice(other)) === task(taskChoice(study)) &&
        ranges(choice(other, rangeText)) === name,
    );
    return twin ? lists(choice(study, listText)) : name;
  };
  /** A network of another program, told from a network of this name that was trained here. */
  const foreign = ({ backbone: { name } }: LabelledStudy) =>
    trained.some((other) => other.backbone.name === name) ? `${name} (from scores)` : name;
  return {
    backbone: (study) => (isFromScores(study.scratch) ? foreign(study) : backbone(study)),
    network: (config) => network(networkChoice(config)),
    networkOfCell: (study) =>
      isFromScores(study.scratch) ? foreign(study) : network(networkChoice(study.backbone)),
    task: (study) => (isFromScores(study.scratch) ? study.task.name : task(taskChoice(study))),
    method: (study) =>
      isFromScores(study.scratch) ? study.method.name : method(methodChoice(study, given)),
    pretraining: (config) => method(pretrainingChoice(config, given)),
    settings: (study) =>
      isFromScores(study.scratch)
        ? { backbone: [], task: [], method: [] }
        : {
            backbone: settingsOf(networkChoice(study.backbone)),
            task: settingsOf(taskChoice(study)),
            method: [...settingsOf(methodChoice(study, given)), ...rateSettings(study)],
          },
  };
}

const isFromScores = (curve: Ancestry): boolean => scoresOf(curve) !== undefined;

const networkChoice = ({ name, options }: BackboneConfig): Choice => ({
  name,
  facets: facetsOf(options),
});

type StepsText = (steps: readonly number[]) => string;

function backboneChoice(study: LabelledStudy, scratchFactor: number, text: StepsText): Choice {
  const { name, facets } = networkChoice(study.backbone);
  return { name, facets: joined(facets, recipeFacets(study, scratchFactor, text)) };
}

/** How many times as many images a curve from scratch sees as finetuning at the same budgets, where that is one number. */
function scratchFactors(studies: readonly LabelledStudy[]): Map<Ancestry, number> {
  const ratios = new Map<Ancestry, Set<number>>();
  for (const { scratch, finetuned } of studies) {
    const seen = stepsByBudget(scratch);
    for (const [n, steps] of stepsByBudget(finetuned)) {
      const ratio = (seen.get(n) ?? steps) / steps;
      ratios.set(scratch, (ratios.get(scratch) ?? new Set()).add(ratio));
    }
  }
  return new Map(
    [...ratios].flatMap(([scratch, found]) =>
      [...found].flatMap((ratio) => (found.size === 1 ? [[scratch, ratio] as const] : [])),
    ),
  );
}

/** Images seen by the number of labels; empty for heads that are fitted without steps. */
const stepsByBudget = (curve: Ancestry): Map<number, number> =>
  new Map(
    runConfigs(curve).flatMap(({ n, schedule }) =>
      schedule === undefined ? [] : [[n, schedule.imagesSeen] as const],
    ),
  );

/** The settings of supervised training. They depend on the budgets, so they are compared only within a dataset and a task. */
function recipeFacets(
  { dataset, task, backbone, scratch }: LabelledStudy,
  scratchFactor: number,
  text: StepsText,
): Choice['facets'] {
  const configs = runConfigs(scratch)
    .filter(({ schedule }) => schedule !== undefined)
    .sort((a, b) => a.n - b.n);
  if (configs.length === 0) return {};
  const within = JSON.stringify([dataset, task, backbone]);
  const imagesSeen = configs.map(({ schedule }) => schedule.imagesSeen / scratchFactor);
  const steps = configs.map(({ n }, at) => [n, imagesSeen[at]!]);
  const longer = scratchFactor === 1 ? '' : `${scratchFactor} times as long`;
  const otherValues = Object.fromEntries(
    RATES.map((key) => [key, oneOrAll(configs.map(({ schedule }) => schedule[key] ?? null))]),
  );
  return {
    imagesSeen: { value: steps, text: text(imagesSeen), within },
    'scratch trained': { value: scratchFactor, text: longer, within },
    ...facetsOf(otherValues, within),
    ...facetsOf(drawnAndComputed(configs[0]!), within),
  };
}

/** What two pipelines of a study may ask differently of one cell, besides rates and steps. */
const drawnAndComputed = ({ labels, epochMinimum, precision }: SupervisedConfig): JsonObject => ({
  labels: labels ?? 'balanced',
  ...(epochMinimum !== undefined && { epochMinimum }),
  precision,
});

const RATES = ['batch', 'peakRate', 'finalRate', 'warmup', 'weightDecay'] as const;

function oneOrAll(values: readonly Json[]): Json {
  const [first, ...others] = [...new Set(values)];
  return others.length === 0 ? (first ?? null) : [first!, ...others];
}

const rangeText = (steps: readonly number[]): string => {
  const [low, high] = [Math.min(...steps), Math.max(...steps)];
  return low === high ? String(low) : `${low} to ${high}`;
};

const listText = (steps: readonly number[]): string => steps.join(' ');

function taskChoice({ task: { name, options }, scratch }: LabelledStudy): Choice {
  const [first] = runConfigs(scratch);
  return { name, facets: joined(facetsOf(options), facetsOf(asSettings(first?.augment))) };
}

/**
 * Two pipelines of a study may pretrain different numbers of networks for one arm of a cell, and two arms may train the same networks
 * with labels at other rates. Numbers of networks are compared within an evaluation, because a method keeps its name in each of them.
 */
function methodChoice(study: LabelledStudy, given: GivenNames): Choice {
  const { arm, method, pretrained, dataset, backbone, task, evaluation, networks } = study;
  if (!pretrained) return { name: method.name, facets: facetsOf(method.options) };
  const config = pretrainConfig(pretrained);
  const { facets } = pretrainingChoice(config, given);
  const within = JSON.stringify([dataset, backbone, task, study.scratch.manifest.node]);
  const count = new Set(Object.values(networks ?? {})).size;
  return {
    name: arm === method.name ? ownName(config) : arm,
    facets: {
      ...facets,
      networks: {
        ...{ value: networks, text: String(count) },
        within: stableJson([within, evaluation as unknown as Json]),
      },
      ...ownRateFacets(study, within),
    },
  };
}

/** Names that documents give to arms, by what is pretrained for them. */
type GivenNames = ReadonlyMap<string, string>;

function givenNames(studies: readonly LabelledStudy[]): GivenNames {
  const names = new Map<string, Set<string>>();
  for (const { arm, method, pretrained } of studies) {
    if (pretrained === undefined) continue;
    const config = pretrainConfig(pretrained);
    const key = pretrainedKey(config);
    const name = arm === method.name ? ownName(config) : arm;
    names.set(key, (names.get(key) ?? new Set()).add(name));
  }
  return new Map([...names].map(([key, all]) => [key, [...all].join(' and ')]));
}

const pretrainConfig = ({ manifest }: Ancestry): PretrainConfig =>
  manifest.config as unknown as PretrainConfig;

const ownName = ({ method, labelled }: PretrainConfig): string =>
  labelled === undefined ? method.name : `${method.name} on labelled images`;

/** What training a pretrained network with labels does otherwise than training from scratch, besides the images seen. */
export function ownRates({
  scratch,
  finetuned,
}: Pick<LabelledStudy, 'scratch' | 'finetuned'>): NonNullable<Setting['own']> {
  const others = runConfigs(scratch);
  const found = runConfigs(finetuned).flatMap(({ n, schedule }) => {
    const twin = others.find((run) => run.n === n);
    const shared = (twin ?? others[0])?.schedule;
    if (schedule === undefined || shared === undefined) return [];
    // The warm-up may depend on n.
    const keys = RATES.filter((key) => key !== 'warmup' || twin !== undefined);
    return keys.flatMap((key) =>
      schedule[key] === shared[key]
        ? []
        : [[key, { own: schedule[key], scratch: shared[key] }] as const],
    );
  });
  return Object.fromEntries(found);
}

/** None for heads that are fitted without steps, because these have no rates. */
function ownRateFacets(study: LabelledStudy, within: string): Choice['facets'] {
  if (runConfigs(study.finetuned).every(({ schedule }) => schedule === undefined)) return {};
  const rates = ownRates(study);
  return Object.fromEntries(
    RATES.map((key) => {
      const value = rates[key]?.own ?? null;
      return [`finetuning ${key}`, { value, text: value === null ? '' : String(value), within }];
    }),
  );
}

/** The rates of an arm as names with settings contain them, also those that it shares with scratch. */
const rateSettings = ({ finetuned }: LabelledStudy): string[] => [
  ...new Set(
    runConfigs(finetuned).flatMap(({ schedule }) =>
      schedule === undefined ? [] : RATES.map((key) => `finetuning ${key} ${schedule[key]}`),
    ),
  ),
];

/** Equal for the networks of one arm. */
const pretrainedKey = ({ method, schedule, augment, labelled }: PretrainConfig): string =>
  stableJson({
    ...{ method: method as unknown as Json, schedule: schedule as unknown as Json },
    ...{ augment: (augment ?? {}) as Json, labelled: labelled !== undefined },
  });

/**
 * Each network may have its own rate and length for a method, so that these are compared within a network: a claim about networks
 * compares a method at the setting of each.
 */
function pretrainingChoice(config: PretrainConfig, given: GivenNames): Choice {
  const { dataset, method, backbone, schedule, augment, probes } = config;
  const { options } = method;
  const name = given.get(pretrainedKey(config)) ?? ownName(config);
  const probed = { probes: (probes ?? []).map((probe) => probe.name) };
  return {
    name,
    facets: joined(facetsOf(options), {
      ...facetsOf(asSettings(schedule), stableJson(backbone as unknown as Json)),
      ...facetsOf(asSettings(augment)),
      ...facetsOf(probed, dataset),
    }),
  };
}

/** Options and training settings together; a key that occurs in both is printed with the word "training". */
const joined = (options: Choice['facets'], training: Choice['facets']): Choice['facets'] => ({
  ...options,
  ...Object.fromEntries(
    Object.entries(training).map(([key, facet]) => [
      key in options ? `training ${key}` : key,
      facet,
    ]),
  ),
});

export const runConfigs = (curve: Ancestry): SupervisedConfig[] =>
  inRole(curve, 'run').map(({ manifest }) => manifest.config as unknown as SupervisedConfig);

const asSettings = (settings: object | undefined): JsonObject => ({ ...settings }) as JsonObject;
