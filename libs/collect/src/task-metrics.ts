import type { Metric } from '@nhat/report';
import type { Registry } from '@nhat/documents';
import { tasks } from '@nhat/tasks/registry';

/** The descriptor of a task's metric from the registry of tasks; without an entry there, a plain figure under its own name. */
export function metricOf(task: string, name: string, registry: Registry = tasks): Metric {
  const metrics = Object.hasOwn(registry, task) ? (registry[task]!.metrics ?? {}) : {};
  if (!Object.hasOwn(metrics, name)) return { name, label: name, unit: '', range: [null, null] };
  const { label, unit, range } = metrics[name]!;
  return { name, label, unit, range };
}

/** The value of a metric on its own training images from which a network of a task counts as having learned them; only for its main metric. */
export function fittedAtOf(
  task: string,
  metric: string,
  registry: Registry = tasks,
): number | undefined {
  const entry = Object.hasOwn(registry, task) ? registry[task] : undefined;
  return entry?.metric === metric ? entry.fittedAt : undefined;
}

/** The names of the classes of a task: its own, or those of objects where it learns these; without an entry there, none. */
export function classNames(
  task: string,
  objects: readonly string[],
  registry: Registry = tasks,
): readonly string[] {
  const entry = Object.hasOwn(registry, task) ? registry[task] : undefined;
  return entry?.classes ?? (entry?.truth === 'label' ? objects : []);
}
