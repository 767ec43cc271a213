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
