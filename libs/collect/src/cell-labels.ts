import type {
  BackboneConfig,
  Json,
  JsonObject,
  PretrainConfig,
  SupervisedConfig,
} from '@nhat/documents';
import { inRole } from './lineage';
import type { Ancestry } from './lineage';
import { facetsOf, optionLabels } from './option-labels';
import type { Choice } from './option-labels';

/** The parts of a comparison from which its labels are made. */
export interface LabelledStudy {
  dataset: string;
  backbone: BackboneConfig;
  /** The curve from scratch. */
  scratch: Ancestry;
  task: { name: string; options: JsonObject };
  method: { name: string; options: JsonObject };
  /** The first pretrained network; undefined if there is none. */
  pretrained: Ancestry | undefined;
}

/** Labels that distinguish everything that differs within a report. */
export interface Labels {
  /** Includes the settings of supervised training where two entries of `backbones` differ in them. */
  backbone(study: LabelledStudy): string;
  /** The network alone, because pretraining does not depend on the settings of supervised training. */
  network(backbone: BackboneConfig): string;
  task(study: LabelledStudy): string;
  method(study: LabelledStudy): string;
  pretraining(config: PretrainConfig): string;
}

export function labelsOf(studies: readonly LabelledStudy[]): Labels {
  const network = optionLabels(studies.map(({ backbone }) => networkChoice(backbone)));
  const task = optionLabels(studies.map(taskChoice));
  const method = optionLabels(studies.map(methodChoice));
  const ranges = optionLabels(studies.map((study) => backboneChoice(study, rangeText)));
  const lists = optionLabels(studies.map((study) => backboneChoice(study, listText)));
  const backbone = (study: LabelledStudy) => {
    const name = ranges(backboneChoice(study, rangeText));
    const twin = studies.some(
      (other) =>
        other.scratch !== study.scratch &&
        other.dataset === study.dataset &&
        task(taskChoice(other)) === task(taskChoice(study)) &&
        ranges(backboneChoice(other, rangeText)) === name,
    );
    return twin ? lists(backboneChoice(study, listText)) : name;
  };
  return {
    backbone,
    network: (config) => network(networkChoice(config)),
    task: (study) => task(taskChoice(study)),
    method: (study) => method(methodChoice(study)),
    pretraining: (config) => method(pretrainingChoice(config)),
  };
}

const networkChoice = ({ name, options }: BackboneConfig): Choice => ({
  name,
  facets: facetsOf(options),
});

function backboneChoice(study: LabelledStudy, text: (steps: readonly number[]) => string): Choice {
  const { name, options } = study.backbone;
  return { name, facets: joined(facetsOf(options), recipeFacets(study, text)) };
}

/** The settings of supervised training. They depend on the budgets, so they are compared only within a dataset and a task. */
function recipeFacets(
  { dataset, task, backbone, scratch }: LabelledStudy,
  text: (steps: readonly number[]) => string,
): Choice['facets'] {
  const configs = runConfigs(scratch)
    .filter(({ schedule }) => schedule !== undefined)
    .sort((a, b) => a.n - b.n);
  const within = JSON.stringify([dataset, task, backbone]);
  const steps = configs.map(({ n, schedule }) => [n, schedule.imagesSeen]);
  const otherValues = Object.fromEntries(
    RATES.map((key) => [key, oneOrAll(configs.map(({ schedule }) => schedule[key] ?? null))]),
  );
  const imagesSeen = text(configs.map(({ schedule }) => schedule.imagesSeen));
  return {
    imagesSeen: { value: steps, text: imagesSeen, within },
    ...facetsOf(otherValues, within),
  };
}

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

function methodChoice({ method, pretrained }: LabelledStudy): Choice {
  if (pretrained) return pretrainingChoice(pretrained.manifest.config as unknown as PretrainConfig);
  return { name: method.name, facets: facetsOf(method.options) };
}

function pretrainingChoice({ dataset, method, schedule, augment, probes }: PretrainConfig): Choice {
  const { name, options } = method;
  const probed = { probes: (probes ?? []).map((probe) => probe.name) };
  return {
    name,
    facets: joined(facetsOf(options), {
      ...facetsOf(asSettings(schedule)),
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
