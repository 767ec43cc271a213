import { methods } from '@nhat/pretext/registry';
import type { Manifest } from '@nhat/artifacts';
import type { PretrainConfig, Registry } from '@nhat/documents';
import { pretrainScores } from '@nhat/outputs';
import type { LearningFacts } from '@nhat/report';

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
  const { method } = config as unknown as PretrainConfig;
  const facts = Object.hasOwn(registry, method.name) ? registry[method.name]!.learning : undefined;
  if (facts?.check !== name) {
    const metric = { name, label: name, unit: '', range: [null, null] as const };
    return { metric, ...numbers, rule: 'more' };
  }
  const { label, unit, range, rule } = facts;
  return { metric: { name, label, unit, range }, ...numbers, rule };
}
