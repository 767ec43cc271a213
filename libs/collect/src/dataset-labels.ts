import type { Manifest } from '@nhat/artifacts';
import type { DatasetConfig, JsonObject } from '@nhat/documents';
import { inRole } from './lineage';
import type { Ancestry } from './lineage';
import { facetsOf, optionLabels } from './option-labels';
import type { Choice } from './option-labels';

/** The name of the dataset whose images a node made, by the name of the node. */
export type DatasetLabels = (images: string) => string | undefined;

/**
 * Names of datasets, with the settings in which images of one name differ, as those of two pipelines of a study may: `shapes-tc
 * (resolution 64)`.
 */
export function datasetLabels(nodes: readonly Manifest[]): DatasetLabels {
  const choices = new Map(
    nodes
      .filter(({ stage }) => stage === 'images')
      .map(({ node, config }) => [node, choiceOf(config as unknown as DatasetConfig)]),
  );
  const label = optionLabels([...choices.values()]);
  return (images) => {
    const choice = choices.get(images);
    return choice && label(choice);
  };
}

/** The name of the dataset on which a network was pretrained. */
export function pretrainedOn(manifest: Manifest, labels: DatasetLabels): string {
  const images = manifest.ingredients.upstream.find(({ role }) => role === 'images');
  return (images && labels(images.node)) ?? String(manifest.config['dataset']);
}

/** The node that made the images of a curve, of several splits the first; undefined for scores of another program. */
export const imagesOfCurve = (curve: Ancestry): Ancestry | undefined => splitsOfCurve(curve)[0];

/** The nodes that made the images of a curve: one for each choice of test images. */
export const splitsOfCurve = (curve: Ancestry): Ancestry[] => [
  ...new Set(inRole(curve, 'run').flatMap((run) => inRole(run, 'images'))),
];

/** Splits of one dataset have one name. */
function choiceOf({ dataset, resolution, counts, source }: DatasetConfig): Choice {
  const { factors, ...given } = source as JsonObject;
  const options = Object.fromEntries(Object.entries(given).filter(([key]) => key !== 'split'));
  const images = Object.fromEntries(
    Object.entries(counts ?? {}).map(([split, count]) => [`${split} images`, count]),
  );
  const settings = { resolution, ...images, ...options, ...(factors as JsonObject | undefined) };
  return { name: dataset, facets: facetsOf(settings) };
}
