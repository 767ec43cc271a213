import type { Manifest } from '@nhat/artifacts';
import { SCENE_ROWS, SCENE_SHEET_ROWS } from '@nhat/artifacts/scene-sheet';
import { imageScores } from '@nhat/outputs';
import type { DatasetFacts } from '@nhat/report';
import type { RenderConfig } from '@nhat/documents';
import type { Store } from '@nhat/store';
import { sampleImages } from './sample-images';

/** Facts and samples of every rendered dataset; one whose contact sheet is gone has no samples, and `warn` says so. */
export const collectDatasets = (
  nodes: readonly Manifest[],
  store: Pick<Store, 'readBlob'>,
  warn: (line: string) => void,
): Promise<DatasetFacts[]> =>
  Promise.all(
    nodes
      .filter(({ stage }) => stage === 'render')
      .map(async ({ node, config, outputs: { blobs, scores } }) => {
        const { dataset, factors, background, objects, resolution, counts } =
          config as unknown as RenderConfig;
        const { classes, borderRotationAccuracy } = imageScores(node, scores);
        const [labels, rows] =
          objects > 1 ? [SCENE_ROWS, SCENE_SHEET_ROWS] : [classes, classes.length];
        const digest = blobs['sheet'];
        const sheet = digest === undefined ? undefined : await store.readBlob(digest);
        if (digest !== undefined && !sheet)
          warn(`report: the contact sheet of ${node} is missing; no samples are shown`);
        return {
          name: dataset,
          varying: Object.entries(factors).flatMap(([factor, on]) => (on ? [factor] : [])),
          background,
          objects,
          resolution,
          counts,
          borderRotationAccuracy,
          samples: sheet ? await sampleImages(sheet, labels, rows, resolution) : [],
        };
      }),
  );
