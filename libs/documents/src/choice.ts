import { augmentConfig } from './augment-schema';
import type { AugmentationRegistry } from './augment-schema';
import { merge } from './inherit';
import { isObject, withDefaults } from './json-schema';
import type { AugmentConfig, Json, JsonObject, ScheduleConfig } from './node-config';
import { jsonSchema } from './pipeline-schema';
import type { Registries, Registry, RegistryEntry } from './registry';
import type { TrainingRecipe } from './training-recipe';
import { pretrainingSchema, trainingSchema } from './training-schema';

/** A name of a registry with complete options. */
export interface Choice {
  name: string;
  options: JsonObject;
}

export interface TaskChoice extends Choice {
  /** Of training from scratch and finetuning. */
  augment: AugmentConfig;
}

export interface MethodChoice extends Choice {
  pretraining: ScheduleConfig & { probes: boolean };
  /** Of pretraining. */
  augment: AugmentConfig;
}

export interface BackboneChoice extends Choice {
  training: TrainingRecipe;
  /** The methods that pretrain it. */
  methods: MethodChoice[];
}

/** A merged document without defaults. */
type Body = Readonly<Record<string, Json | undefined>>;

export const taskChoices = (body: Body, { tasks, augmentations }: Registries): TaskChoice[] =>
  given(body['tasks']).map((one) => ({
    ...choiceOf(one, tasks, ['augment']),
    augment: augmentOf(augmentations, tasks[one.name]!, body, one),
  }));

export const methodChoices = (body: Body, registries: Registries): MethodChoice[] =>
  given(body['methods']).map((one) => methodChoice(one, body, registries));

/** A backbone's own methods are those of the pipeline with the keys that it gives. */
export function backboneChoices(
  body: Body,
  registries: Registries,
  all: MethodChoice[],
): BackboneChoice[] {
  const shared = given(body['methods']);
  return given(body['backbones']).map((one) => {
    const own = one['methods'] === undefined ? undefined : given(one['methods']);
    const methods = own?.map((method) =>
      methodChoice(
        { ...shared.find(({ name }) => name === method.name), ...method },
        body,
        registries,
      ),
    );
    const training = merge(asObject(body['training']), asObject(one['training']));
    return {
      ...choiceOf(one, registries.backbones, ['training', 'methods']),
      training: withDefaults(trainingSchema, training) as unknown as TrainingRecipe,
      methods: methods ?? all,
    };
  });
}

function methodChoice(
  one: Named,
  body: Body,
  { methods, augmentations }: Registries,
): MethodChoice {
  const entry = methods[one.name]!;
  const pretraining = {
    ...entry.pretraining,
    ...asObject(body['pretraining']),
    ...asObject(one['pretraining']),
  };
  return {
    ...choiceOf(one, methods, ['pretraining', 'augment']),
    pretraining: withDefaults(
      pretrainingSchema,
      pretraining,
    ) as unknown as MethodChoice['pretraining'],
    augment: augmentOf(augmentations, entry, body, one),
  };
}

/** The choice itself says more than the document, the document more than the registry. */
const augmentOf = (
  augmentations: AugmentationRegistry,
  entry: RegistryEntry,
  body: Body,
  one: Named,
): AugmentConfig =>
  augmentConfig(augmentations, {
    ...(entry.augment as JsonObject | undefined),
    ...asObject(body['augment']),
    ...asObject(one['augment']),
  });

type Named = JsonObject & { name: string };

const given = (list: Json | undefined): Named[] =>
  (list as Json[]).map((one) => (isObject(one) ? (one as Named) : { name: one as string }));

function choiceOf({ name, ...rest }: Named, registry: Registry, more: string[]): Choice {
  const options = Object.fromEntries(Object.entries(rest).filter(([key]) => !more.includes(key)));
  const schema = jsonSchema(registry[name]!.options);
  return { name, options: withDefaults(schema, options) as JsonObject };
}

const asObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
