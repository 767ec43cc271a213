import { valueWords } from '@nhat/documents';
import type { Change, Json, JsonObject } from '@nhat/documents';
import type { StageName } from './node';

/** What a stage does with this configuration: `pretraining with rotation`, `training from scratch`. */
export function subjectOf(stage: StageName, config: JsonObject): string {
  const name = (key: string) => String((config[key] as JsonObject | undefined)?.['name'] ?? '');
  const arm = String(config['arm'] ?? '');
  const evaluation = name('evaluation');
  switch (stage) {
    case 'images':
      return `the images of ${String(config['dataset'])}`;
    case 'features':
      return `the features of ${name('method')}`;
    case 'pretrain':
      return `pretraining with ${name('method')}${config['labelled'] === undefined ? '' : ' on labelled images'}`;
    case 'scratch':
      return 'training from scratch';
    case 'finetune':
      return evaluation === 'finetune' || evaluation === ''
        ? `finetuning after ${arm}`
        : `the evaluation ${evaluation} after ${arm}`;
    case 'curve':
      return `the curve of ${arm}`;
    case 'scores':
      return 'the table of scores';
    case 'spread':
      return 'the spread of the study';
    case 'utility':
      return `the utility of ${String(config['method'])}`;
  }
}

/** What a leaf of a configuration is called; the subject is the one of the stage. Keys are paths, or their beginnings. */
const NAMES: Record<string, (subject: string, rest: string, config: JsonObject) => string> = {
  'schedule.peakRate': (subject) => `the learning rate of ${subject}`,
  'schedule.finalRate': (subject) => `the final learning rate of ${subject}`,
  'schedule.batch': (subject) => `the batch size of ${subject}`,
  'schedule.imagesSeen': (subject) => `the number of images seen in ${subject}`,
  'schedule.warmup': (subject) => `the warm-up of ${subject}`,
  'schedule.weightDecay': (subject) => `the weight decay of ${subject}`,
  'schedule.': (subject, rest) => `${rest} of ${subject}`,
  'augment.': (subject, rest) => `the augmentation ${rest.replace('.', ' › ')} in ${subject}`,
  'backbone.options.': (_, rest, config) => `${rest} of the network ${nameIn(config, 'backbone')}`,
  'backbone.name': () => 'the network',
  'method.options.': (_, rest, config) => `${rest} of ${nameIn(config, 'method')}`,
  'task.options.': (_, rest, config) => `${rest} of the task ${nameIn(config, 'task')}`,
  'evaluation.': (_, rest, config) => `${rest} of the evaluation ${nameIn(config, 'evaluation')}`,
  dataset: () => 'the dataset',
  task: () => 'the task',
  'task.name': () => 'the task',
  arm: () => 'the arm',
  method: () => 'the method',
  'method.name': () => 'the method',
  'evaluation.name': () => 'the evaluation',
  'source.name': () => 'the source of the images',
  probes: (subject) => `the tasks that probe ${subject}`,
  precision: (subject) => `the numerical precision of ${subject}`,
  epochMinimum: (subject) => `the least length of an epoch of ${subject}`,
  labels: () => 'how labels are drawn',
  labelled: (subject) => `the images of ${subject}`,
  n: () => 'the number of labels',
  seed: (subject) => `the seed of ${subject}`,
  resolution: (subject) => `the resolution of ${subject}`,
  'counts.': (subject, rest) => `the number of ${rest} images in ${subject}`,
  'source.factors.': (subject, rest) => `the factor ${rest} of ${subject}`,
  'source.': (subject, rest) => `${rest} of ${subject}`,
  coverage: () => 'the coverage of intervals',
  draws: () => 'the number of draws of intervals',
  inversion: () => 'the rule by which n̂ is read',
  metric: () => 'the metric that utilities are computed from',
  pretraining: (subject) => `which networks ${subject} starts from`,
  panels: () => 'which curves belong to the study',
};

const nameIn = (config: JsonObject, key: string): string =>
  String((config[key] as JsonObject | undefined)?.['name'] ?? key);

/** The name of a leaf of the configuration of a stage in words: `the learning rate of pretraining with rotation`. */
export function optionWords(stage: StageName, config: JsonObject, path: string): string {
  const subject = subjectOf(stage, config);
  const [key] = Object.keys(NAMES)
    .filter(
      (one) =>
        path === one || (one.endsWith('.') && path.startsWith(one)) || path.startsWith(`${one}.`),
    )
    .sort((a, b) => b.length - a.length);
  if (key === undefined) return `${path} of ${subject}`;
  return NAMES[key]!(subject, path.slice(key.length).replace(/^\./, ''), config);
}

/** `the learning rate of pretraining with rotation changed: 0.001 → 0.003` */
export function changeWords(
  stage: StageName,
  config: JsonObject,
  changes: readonly Change[],
): string[] {
  return changes.map(({ path, before, after }) => {
    const name = optionWords(stage, config, path);
    const isLong = [before, after].some((value) => valueWords(value).length > 60);
    if (isLong) return `${name} changed`;
    const off = path.startsWith('augment.') ? 'off' : 'none';
    const words = (value: Json | undefined) => (value === undefined ? off : valueWords(value));
    return `${name} changed: ${words(before)} → ${words(after)}`;
  });
}
