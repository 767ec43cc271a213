import { encodeFeatureRows } from '@nhat/artifacts';
import type { FeaturesConfig } from '@nhat/documents';
import { tableFeatures } from '@nhat/sources/features/table-features';
import type { Stage } from '@nhat/runner/stage';
import { featureScores } from './training/feature-scores';

/** Brings the rows that a table of the user has for the images of a dataset into their order. */
export const run: Stage<FeaturesConfig> = async (node) => {
  const { dataset, resolution, counts, source } = node.config;
  if (source === undefined) throw new Error(`${dataset}: features from a table need a source`);
  const place = { root: process.cwd(), environment: process.env };
  const file = String(source['features']);
  const found = await tableFeatures({ dataset, resolution, counts, source }, place, file);
  const { unused, ...rows } = found;
  if (unused.count > 0) {
    node.progress.note(
      `${unused.count} rows of ${file} belong to no image of ${dataset}, the first is ${unused.first}`,
    );
  }
  node.record({ unusedRows: unused.count });
  const scores = featureScores(node, rows);
  return { blobs: { features: await node.writeBlob(encodeFeatureRows(rows)) }, scores };
};
