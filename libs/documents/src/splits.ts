import type { DatasetConfig, SourceConfig } from './node-config';
import type { SourceRegistry } from './source';

/** How many choices of test images the seeds of a dataset have in turn; 1 where all runs have the same. */
export const splitCount = (
  { source }: Pick<DatasetConfig, 'source'>,
  sources: SourceRegistry,
): number => sources[source.name]?.splits?.count(source) ?? 1;

/** The split of a run, from 0: the seeds have the splits of their dataset in turn. */
export const splitOfSeed = (
  data: Pick<DatasetConfig, 'source'>,
  seed: number,
  sources: SourceRegistry,
): number => seed % splitCount(data, sources);

/** The images of one split of a dataset; those of split 0 are the same as without splits. */
export function datasetOfSplit(
  data: DatasetConfig,
  split: number,
  sources: SourceRegistry,
): DatasetConfig {
  const source: SourceConfig | undefined = sources[data.source.name]?.splits?.of(
    data.source,
    split,
  );
  return source === undefined ? data : { ...data, source };
}
