import type { Choice } from './choice';
import { withDefaults } from './json-schema';
import type { DatasetConfig, JsonObject } from './node-config';
import { jsonSchema } from './pipeline-schema';
import type { Registries } from './registry';
import { hasTruth } from './source';

/**
 * The tasks that probe a pretraining on a dataset: of those with `probe` all that it has the truth for, with their
 * defaults, whatever the pipeline asks for, so that pipelines share what they pretrain and a new task reruns none. Tasks
 * on maps only where there is none on whole images.
 */
export function probeChoices(
  { tasks, sources }: Pick<Registries, 'tasks' | 'sources'>,
  dataset: Pick<DatasetConfig, 'source'>,
): Choice[] {
  const found = Object.entries(tasks).flatMap(([name, entry]) => {
    const options = withDefaults(jsonSchema(entry.options), {}) as JsonObject;
    const { dense = false, probe = false, truth } = entry;
    const fits = probe && (truth === undefined || hasTruth(sources, dataset, truth));
    return fits ? [{ dense, choice: { name, options } }] : [];
  });
  const onImages = found.filter(({ dense }) => !dense);
  return (onImages.length > 0 ? onImages : found).map(({ choice }) => choice);
}
