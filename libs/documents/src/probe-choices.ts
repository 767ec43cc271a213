import type { Choice } from './choice';
import { withDefaults } from './json-schema';
import type { JsonObject } from './json';
import type { DatasetConfig } from './node-config';
import { jsonSchema } from './pipeline-schema';
import type { Registries } from './registry';
import { hasTruth } from './source';

/**
 * The tasks that probe a pretraining on a dataset: all tasks with `probe` for which it has the ground truth, with their defaults,
 * independent of the pipeline, so that pipelines share their pretrainings and a new task reruns none. Tasks on maps are included
 * only where there is no task on whole images.
 */
export function probeChoices(
  { tasks, sources }: Pick<Registries, 'tasks' | 'sources'>,
  dataset: Pick<DatasetConfig, 'source'>,
): Choice[] {
  const choices = Object.entries(tasks).flatMap(([name, entry]) => {
    const options = withDefaults(jsonSchema(entry.options), {}) as JsonObject;
    const { dense = false, probe = false, truth } = entry;
    const fits = probe && (truth === undefined || hasTruth(sources, dataset, truth));
    return fits ? [{ dense, choice: { name, options } }] : [];
  });
  const onImages = choices.filter(({ dense }) => !dense);
  return (onImages.length > 0 ? onImages : choices).map(({ choice }) => choice);
}
