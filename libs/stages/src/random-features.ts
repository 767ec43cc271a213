import { encodeFeatureRows } from '@nhat/artifacts';
import type { Split } from '@nhat/artifacts';
import { labReader, readBatch } from '@nhat/augment';
import type { FeaturesConfig } from '@nhat/documents';
import { engineRecord, openEngine, readResults, tensor4d } from '@nhat/engine';
import { batchAt } from '@nhat/evaluations/labelled-images';
import { featuresOf } from '@nhat/models';
import type { BackboneModule } from '@nhat/models';
import { stream } from '@nhat/random';
import type { Stage } from '@nhat/runner/stage';
import { createNetwork } from './training/create-network';
import { featureScores } from './training/feature-scores';
import { imagesOf, normalisationOf, readSplit } from './training/read-split';

/**
 * The features that a network with random weights has for each image, in evaluation mode; of training images those with a truth. The
 * weights are those from which training from scratch starts with the same seed.
 */
export const randomFeatures =
  ({ backbone: module }: { backbone: BackboneModule }): Stage<FeaturesConfig> =>
  async (run) => {
    const { backbone: options, precision, seed } = run.config;
    if (options === undefined || precision === undefined || seed === undefined) {
      throw new Error(`${run.config.dataset}: random features need a network and a seed`);
    }
    const engine = await openEngine({ precision });
    const network = createNetwork(module, options, stream(seed, 'supervised'));
    const { backbone } = network;
    const read = labReader(normalisationOf(run));
    const rowsOf = async (split: Split) => {
      const { images } = await readSplit(run, split, []);
      const count = split === 'train' ? imagesOf(run).labelled : images.count;
      const values = new Float32Array(count * backbone.features);
      const batch = batchAt(images.size);
      for (let first = 0; first < count; first += batch) {
        const own = Math.min(batch, count - first);
        const rows = Uint32Array.from({ length: own }, (_, at) => first + at);
        const { values: pixels, size, channels } = readBatch(images, rows, read);
        const [found] = await readResults(() => [
          featuresOf(backbone, tensor4d(pixels, [own, size, size, channels]), false),
        ]);
        values.set(found!, first * backbone.features);
        run.progress.step(first + own, count, first + own, {});
      }
      return values;
    };
    const rows = {
      dimensions: backbone.features,
      splits: {
        train: await rowsOf('train'),
        validation: await rowsOf('validation'),
        test: await rowsOf('test'),
      },
    };
    network.dispose();
    run.record({ engine: engineRecord(engine) });
    const scores = featureScores(run, rows);
    return { blobs: { features: await run.writeBlob(encodeFeatureRows(rows)) }, scores };
  };
