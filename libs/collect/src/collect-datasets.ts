import { sha256 } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { classRows } from '@nhat/documents';
import type { DatasetConfig, Json, JsonObject, SourceRegistry } from '@nhat/documents';
import { imageScores } from '@nhat/outputs';
import type { DatasetFacts } from '@nhat/report';
import { sources } from '@nhat/sources/registry';
import type { Store } from '@nhat/store';
import type { DatasetLabels } from './dataset-labels';
import { sampleImages } from './sample-images';

/**
 * Facts and samples of every dataset, in the words of its source; without words if the source is not registered any more. If the
 * contact sheet of a dataset is missing, it has no samples, and `warn` gets a line.
 */
export const collectDatasets = (
  nodes: readonly Manifest[],
  labels: DatasetLabels,
  store: Pick<Store, 'readBlob'>,
  warn: (line: string) => void,
  registry: SourceRegistry = sources,
): Promise<DatasetFacts[]> =>
  Promise.all(
    bySplit(nodes, labels).map(
      async ({
        images: {
          node,
          config,
          outputs: { blobs, scores },
        },
        splits,
        digests,
      }) => {
        const { dataset, source, resolution } = config as unknown as DatasetConfig;
        const words = registry[source.name]?.words;
        const { classes, truths, counts, ...found } = imageScores(node, scores);
        const hasLabels = truths.includes('label');
        const rows = words?.rows?.(source) ?? classRows(classes, hasLabels);
        const digest = blobs['sheet'];
        const sheet = digest === undefined ? undefined : await store.readBlob(digest);
        if (digest !== undefined && !sheet)
          warn(`report: the contact sheet of ${node} is missing; no samples are shown`);
        return {
          name: labels(node) ?? dataset,
          about: words?.about ?? '',
          words: words?.dataset?.(source) ?? '',
          ...{ hasLabels, resolution, counts },
          ...(splits.length > 1 && { splits }),
          images: digests,
          borderRotationAccuracy: found.borderRotationAccuracy,
          borderRotationAccuracyOfCnn: found.borderRotationAccuracyOfCnn,
          samples: sheet ? await sampleImages(sheet, rows.names, rows.count, resolution) : [],
          sampleAlt: rows.alt,
          ...fileCounts(scores),
        };
      },
    ),
  );

/** The first split of each dataset, the test images of all its splits in their order, and what the images of all of them are. */
function bySplit(
  nodes: readonly Manifest[],
  labels: DatasetLabels,
): { images: Manifest; splits: number[]; digests: Required<DatasetFacts>['images'] }[] {
  const groups = new Map<string, Map<number, Manifest>>();
  for (const images of nodes.filter(({ stage }) => stage === 'images')) {
    const name = labels(images.node) ?? images.node;
    const { split = 0 } = (images.config as unknown as DatasetConfig).source;
    groups.set(name, (groups.get(name) ?? new Map<number, Manifest>()).set(Number(split), images));
  }
  return [...groups.values()].map((group) => {
    const splits = [...group].sort(([a], [b]) => a - b).map(([, images]) => images);
    return {
      images: splits[0]!,
      splits: splits.map(({ node, outputs }) => imageScores(node, outputs.scores).counts.test),
      digests: { all: digestOf(splits, /^(?!sheet$)/), test: digestOf(splits, /^test-/) },
    };
  });
}

/** Of the shards of these names, in every split. */
function digestOf(splits: readonly Manifest[], names: RegExp): string {
  const shards = splits.map(({ outputs: { blobs } }) =>
    Object.entries(blobs)
      .filter(([name]) => names.test(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return sha256(JSON.stringify(shards));
}

/** What a source counted in its files, with `labelledCopies` for the `labelled` ones of its `copies`; nothing of a source without files. */
function fileCounts({ files }: JsonObject): Pick<DatasetFacts, 'files'> {
  if (typeof files !== 'object' || files === null) return {};
  const { copies, ...others } = files as JsonObject;
  const ofCopies = typeof copies === 'object' && copies !== null ? Object.entries(copies) : [];
  const counts = Object.entries(others)
    .concat(ofCopies.map(([key, value]): [string, Json] => [`${key}Copies`, value as Json]))
    .filter(([, value]) => typeof value === 'number');
  return { files: Object.fromEntries(counts) as Record<string, number> };
}
