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

/** What one utility compares: the parts of which labels are made. */
export interface Named {
  dataset: string;
  backbone: BackboneConfig;
  /** The curve from scratch. */
  scratch: Ancestry;
  task: { name: string; options: JsonObject };
  method: { name: string; options: JsonObject };
  /** The first network that was pretrained; undefined where none was. */
  pretrained: Ancestry | undefined;
}

/** Names that tell apart whatever differs within a report. */
export interface Labels {
  /** With the training on labels, where two entries of `backbones` differ in that. */
  backbone(study: Named): string;
  /** The network alone: pretraining does not depend on the training on labels. */
  network(backbone: BackboneConfig): string;
  task(study: Named): string;
  method(study: Named): string;
  pretraining(config: PretrainConfig): string;
}

export function labelsOf(studies: readonly Named[]): Labels {
  const network = optionLabels(studies.map(({ backbone }) => networkChoice(backbone)));
  const task = optionLabels(studies.map(taskChoice));
  const method = optionLabels(studies.map(methodChoice));
  const ranges = optionLabels(studies.map((study) => backboneChoice(study, rangeText)));
  const lists = optionLabels(studies.map((study) => backboneChoice(study, listText)));
  const backbone = (study: Named) => {
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

function backboneChoice(study: Named, text: (steps: readonly number[]) => string): Choice {
  const { name, options } = study.backbone;
  return { name, facets: joined(facetsOf(options), recipeFacets(study, text)) };
}

/** How it is trained on labels; that depends on the budgets, so it is compared within a dataset and a task only. */
function recipeFacets(
  { dataset, task, backbone, scratch }: Named,
  text: (steps: readonly number[]) => string,
): Choice['facets'] {
  const configs = runConfigs(scratch)
    .filter(({ schedule }) => schedule !== undefined)
    .sort((a, b) => a.n - b.n);
  const within = JSON.stringify([dataset, task, backbone]);
  const steps = configs.map(({ n, schedule }) => [n, schedule.imagesSeen]);
  const others = Object.fromEntries(
    RATES.map((key) => [key, oneOrAll(configs.map(({ schedule }) => schedule[key] ?? null))]),
  );
  const imagesSeen = text(configs.map(({ schedule }) => schedule.imagesSeen));
  return {
    imagesSeen: { value: steps, text: imagesSeen, within },
    ...facetsOf(others, within),
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

function taskChoice({ task: { name, options }, scratch }: Named): Choice {
  const [first] = runConfigs(scratch);
  return { name, facets: joined(facetsOf(options), facetsOf(asSettings(first?.augment))) };
}

function methodChoice({ method, pretrained }: Named): Choice {
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

/** Options and what is set about training; a key of both is printed with the word "training". */
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
