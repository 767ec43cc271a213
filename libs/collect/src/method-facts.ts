import { arms } from '@nhat/evaluations/registry';
import { methods } from '@nhat/pretext/registry';
import type { Manifest } from '@nhat/artifacts';
import type { FeaturesConfig, PretrainConfig, Registry } from '@nhat/documents';
import { pretrainScores } from '@nhat/outputs';
import type { LearningFacts, ReadsFacts } from '@nhat/report';

/** Whether the registry of methods marks a method as solvable from the border of an image; false for unknown names. */
export const leaksThroughBorder = (method: string, registry: Registry = methods): boolean =>
  Object.hasOwn(registry, method) && registry[method]!.leaksThroughBorder === true;

/**
 * What a pretraining learned of its own task, with the descriptor of the measure from the registry of methods; without an entry
 * there, plain figures under the name of the measure. Null where its outputs have no check.
 */
export function learningOf(
  { node, config, outputs }: Pick<Manifest, 'node' | 'config' | 'outputs'>,
  registry: Registry = methods,
): LearningFacts | null {
  const { learning } = pretrainScores(node, outputs.scores);
  if (learning === null) return null;
  const { check: name, ...numbers } = learning;
  const { method, labelled } = config as unknown as PretrainConfig;
  const of = labelled === undefined ? {} : { labels: labelled.n };
  const facts = Object.hasOwn(registry, method.name) ? registry[method.name]!.learning : undefined;
  if (facts?.check !== name) {
    const metric = { name, label: name, unit: '', range: [null, null] as const };
    return { metric, ...numbers, ...of, rule: 'more' };
  }
  const { label, unit, range, rule } = facts;
  return { metric: { name, label, unit, range }, ...numbers, ...of, rule };
}

/** What the heads of an arm without pretraining read, from the node with the features; without words where the arm is not registered any more. */
export function readsOf(
  { config, outputs }: Pick<Manifest, 'config' | 'outputs'>,
  registry: Registry = arms,
): ReadsFacts {
  const { method } = config as unknown as FeaturesConfig;
  const { dimensions } = outputs.scores;
  const reads = Object.hasOwn(registry, method.name) ? registry[method.name]!.reads : undefined;
  return {
    title: String(method.options['title'] ?? ''),
    about: reads?.about ?? '',
    dimensions: typeof dimensions === 'number' ? dimensions : null,
  };
}
