import { augmentConfig } from './augment-schema';
import type { AugmentationRegistry } from './augment-schema';
import { stableJson } from './canonical';
import { resolveEvaluations } from './evaluation';
import type { EvaluationRegistry } from './evaluation';
import { merge } from './inherit';
import { isObject, withDefaults } from './json-schema';
import type { Json, JsonObject } from './json';
import type { AugmentConfig, EvaluationConfig, ScheduleConfig } from './node-config';
import { jsonSchema } from './pipeline-schema';
import type { Registries, Registry, RegistryEntry } from './registry';
import type { TrainingRates, TrainingRecipe } from './training-recipe';
import { pretrainingSchema, trainingSchema } from './training-schema';

/** A name of a registry with all of its options. */
export interface Choice {
  name: string;
  options: JsonObject;
}

export interface TaskChoice extends Choice {
  /** Augmentation of supervised training. */
  augment: AugmentConfig;
}

export interface MethodChoice extends Choice {
  /** The name that the document gives to its arms; absent: the name of the method. */
  as?: string;
  /** Null where nothing is pretrained. */
  pretraining: PretrainingChoice | null;
  /** Augmentation of pretraining. */
  augment: AugmentConfig;
  /** What training of its networks with labels does otherwise than training from scratch; absent: nothing. */
  training?: Partial<TrainingRates>;
  /** The name of the arms whose networks it trains with labels, where another entry of the list pretrains alike; absent: its own. */
  networksOf?: string;
  /** How it is evaluated, where that is not as the pipeline says. */
  evaluations?: EvaluationConfig[];
}

/** `images`: `labelled` where each run has a network that learns from its labelled images alone; absent: from all. */
export type PretrainingChoice = ScheduleConfig & { probes: boolean; images?: 'labelled' };

/** Whether each run has a network of its own, which learns from its labelled images alone. */
export const isOnLabelled = ({ pretraining }: Pick<MethodChoice, 'pretraining'>): boolean =>
  pretraining?.images === 'labelled';

/** The name of the arms of a method. */
export const nameOfArms = ({ as, name }: Pick<MethodChoice, 'as' | 'name'>): string => as ?? name;

export interface BackboneChoice extends Choice {
  training: TrainingRecipe;
  /** The methods that pretrain it. */
  methods: MethodChoice[];
}

/** The name of the arms whose networks the arms of a method train with labels. */
export const nameOfNetworks = (method: Pick<MethodChoice, 'as' | 'name' | 'networksOf'>): string =>
  method.networksOf ?? nameOfArms(method);

/** The backbone with the recipe by which networks that a method pretrained are trained with labels. */
export function finetunedBackbone(
  backbone: BackboneChoice,
  { training }: Pick<MethodChoice, 'training'>,
): BackboneChoice {
  if (training === undefined) return backbone;
  const recipe = { ...backbone.training, ...training };
  const { imagesSeen } = recipe;
  if (training.warmup === undefined || 'perLabel' in imagesSeen) {
    return { ...backbone, training: recipe };
  }
  const rows = imagesSeen.map(({ warmup: _, ...row }) => row);
  return { ...backbone, training: { ...recipe, imagesSeen: rows } };
}

/** The method without what its training has in common with that of the backbone. */
export function withOwnRecipe(
  { training: recipe }: Pick<BackboneChoice, 'training'>,
  { training = {}, ...method }: MethodChoice,
): MethodChoice {
  const rows = 'perLabel' in recipe.imagesSeen ? [] : recipe.imagesSeen;
  const isOwn = (key: string, value: number) =>
    value !== recipe[key as keyof TrainingRates] ||
    (key === 'warmup' && rows.some(({ warmup = value }) => warmup !== value));
  const own = Object.entries(training).filter(([key, value]) => isOwn(key, value));
  return own.length === 0 ? method : { ...method, training: Object.fromEntries(own) };
}

/**
 * Lets methods that pretrain alike, and are trained with labels by other recipes, share their networks. Evaluations that train nothing
 * give the same for all of them, so that one method alone has these. `evaluations`: those of the pipeline.
 */
export const sharingNetworks = (
  methods: MethodChoice[],
  evaluations: readonly EvaluationConfig[],
  registry: EvaluationRegistry,
): MethodChoice[] =>
  methods.some(({ training }) => training !== undefined)
    ? methods.map((method, at) => {
        if (method.training === undefined) return method;
        const alike = methods.filter((other) => pretrainedKey(other) === pretrainedKey(method));
        const first = alike.find(({ training }) => training === undefined) ?? alike[0]!;
        if (first === methods[at]) return method;
        const asked = method.evaluations ?? evaluations;
        const trained = asked.filter(({ name }) => registry[name]!.trained);
        return {
          ...{ ...method, networksOf: nameOfArms(first) },
          ...(trained.length < asked.length && { evaluations: trained }),
        };
      })
    : methods;

const pretrainedKey = ({ name, options, pretraining, augment }: MethodChoice): string =>
  stableJson({ name, options, pretraining, augment } as unknown as Json);

/** A merged document without defaults. */
type Body = Readonly<Record<string, Json | undefined>>;

export const taskChoices = (body: Body, { tasks, augmentations }: Registries): TaskChoice[] =>
  entriesOf(body['tasks']).map((choice) => ({
    ...choiceOf(choice, tasks, ['augment']),
    augment: augmentOf(augmentations, tasks[choice.name]!, body, choice),
  }));

export const methodChoices = (body: Body, registries: Registries): MethodChoice[] =>
  entriesOf(body['methods']).map((entry) => methodChoice(entry, body, registries));

/**
 * The choices of backbones. A backbone's own list of methods selects from those of the pipeline, and its keys override theirs.
 */
export function backboneChoices(
  body: Body,
  registries: Registries,
  all: MethodChoice[],
): BackboneChoice[] {
  const shared = entriesOf(body['methods']);
  return entriesOf(body['backbones']).map((entry) => {
    const ownMethods = entry['methods'] === undefined ? undefined : entriesOf(entry['methods']);
    const methods = ownMethods?.map((method) =>
      methodChoice(
        { ...shared.find((one) => armsOf(one) === armsOf(method)), ...method },
        body,
        registries,
      ),
    );
    const training = merge(asObject(body['training']), asObject(entry['training']));
    return {
      ...choiceOf(entry, registries.backbones, ['training', 'methods']),
      training: withDefaults(trainingSchema, training) as unknown as TrainingRecipe,
      methods: methods ?? all,
    };
  });
}

function methodChoice(
  choice: NamedEntry,
  body: Body,
  { methods, augmentations, evaluations }: Registries,
): MethodChoice {
  const entry = methods[choice.name]!;
  const named = {
    ...choiceOf(choice, methods, ['as', 'pretraining', 'training', 'augment']),
    ...(choice['as'] !== undefined && { as: choice['as'] as string }),
  };
  if (entry.reads !== undefined) {
    const own = ownEvaluations(body['evaluations'], entry.reads.evaluation);
    return {
      ...{ ...named, pretraining: null, augment: {} },
      evaluations: resolveEvaluations(own, evaluations),
    };
  }
  const pretraining = {
    ...entry.pretraining,
    ...asObject(body['pretraining']),
    ...asObject(choice['pretraining']),
  };
  const training = asObject(choice['training']);
  return {
    ...named,
    pretraining: withDefaults(pretrainingSchema, pretraining) as unknown as PretrainingChoice,
    augment: augmentOf(augmentations, entry, body, choice),
    ...(Object.keys(training).length > 0 && { training: training as Partial<TrainingRates> }),
  };
}

/** The evaluations of this name in a document; with the default options where it has none. */
function ownEvaluations(given: Json | undefined, name: string): Json[] {
  const own = ((given ?? []) as Json[]).filter(
    (entry) => (isObject(entry) ? entry['name'] : entry) === name,
  );
  return own.length > 0 ? own : [name];
}

/** The keys of the choice take precedence over those of the document, and these over the registry. */
const augmentOf = (
  augmentations: AugmentationRegistry,
  entry: RegistryEntry,
  body: Body,
  choice: NamedEntry,
): AugmentConfig =>
  augmentConfig(augmentations, {
    ...(entry.augment as JsonObject | undefined),
    ...asObject(body['augment']),
    ...asObject(choice['augment']),
  });

type NamedEntry = JsonObject & { name: string };

const armsOf = (entry: NamedEntry): Json => entry['as'] ?? entry.name;

const entriesOf = (list: Json | undefined): NamedEntry[] =>
  (list as Json[]).map((choice) =>
    isObject(choice) ? (choice as NamedEntry) : { name: choice as string },
  );

function choiceOf({ name, ...keys }: NamedEntry, registry: Registry, more: string[]): Choice {
  const options = Object.fromEntries(Object.entries(keys).filter(([key]) => !more.includes(key)));
  const schema = jsonSchema(registry[name]!.options);
  return { name, options: withDefaults(schema, options) as JsonObject };
}

const asObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
