import type { Metric } from '@nhat/report';
import type { Registry } from '@nhat/documents';
import { tasks } from '@nhat/tasks/registry';

/** How a metric of a task is printed, as the registry of tasks describes it; by its bare name and as a figure where it does not. */
export function metricOf(task: string, name: string, registry: Registry = tasks): Metric {
  const metrics = Object.hasOwn(registry, task) ? (registry[task]!.metrics ?? {}) : {};
  if (!Object.hasOwn(metrics, name)) return { name, label: name, unit: '', range: [null, null] };
  const { label, unit, range } = metrics[name]!;
  return { name, label, unit, range };
}
