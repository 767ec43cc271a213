import { decodeFeatureRows, encodeFeatureRows } from '@nhat/artifacts';
import { answerAt } from '@nhat/curves';
import type { FeaturesConfig, FrozenConfig } from '@nhat/documents';
import { imageStatistics } from '@nhat/evaluations/image-statistics';
import { linearHead } from '@nhat/evaluations/linear-head';
import { resnet9 } from '@nhat/models';
import { answersIn, decodeAnswers, encodeGroups } from '@nhat/outputs';
import { classification } from '@nhat/tasks';
import type { Upstream } from '@nhat/runner/stage';
import { computedFeatures } from './computed-features';
import { featureHead } from './feature-head';
import { frozen } from './frozen';
import { randomFeatures } from './random-features';
import { memoryBlobs, memoryRun } from './testing/memory-run';
import { smallDataset } from './testing/small-dataset';

const options = { width: 1 / 16, features: 16 };
const blobs = memoryBlobs();
const data = smallDataset(blobs, undefined, { validation: 20 });
const linear = { name: 'linear', regularisation: 'cross-validated', positions: 50_000 };
const base: FrozenConfig = {
  dataset: 'small',
  backbone: { name: 'resnet9', options },
  task: { name: 'classification', options: {} },
  ...{ arm: 'image-statistics', evaluation: linear },
  n: 30,
  precision: 'float32',
  seed: 5,
};
const made: FeaturesConfig = {
  ...{ dataset: 'small', resolution: 16, counts: null },
  method: { name: 'image-statistics', options: {} },
};
const head = featureHead({ task: classification });

const asFeatures = (digest: string): Upstream => ({
  ...{ role: 'features', node: 'features-small', stage: 'features' },
  outputs: { blobs: { features: digest }, scores: {} },
});
const scoresOn = async (features: Upstream, config: Partial<FrozenConfig> = {}) => {
  const run = memoryRun({ ...base, ...config }, { blobs, upstream: [data, features] });
  return (await head(run)).scores;
};
/** The node with the statistics of all images. */
async function statistics(): Promise<Upstream> {
  const run = memoryRun(made, { blobs, upstream: [data] });
  const outputs = await computedFeatures({ features: imageStatistics })(run);
  return { ...asFeatures(''), outputs };
}

describe('a linear head on features', () => {
  it('learns classes that differ in colour from statistics of images', async () => {
    const features = await statistics();
    expect(features.outputs.scores).toEqual({
      dimensions: 118,
      rows: { train: 60, validation: 20, test: 40 },
    });
    const found = await scoresOn(features);
    expect(found).toMatchObject({
      ...{ arm: 'image-statistics', n: 30, seed: 5, fittedOn: 30, images: 40, classes: 10 },
      ...{ labelledClasses: 10, chance: 0.1, metric: 'accuracy', converged: true, fitted: null },
      chosen: { inversePenalty: expect.any(Number) as number },
    });
    expect(found['test']).toBeGreaterThan(0.5);
    expect(found['validation']).toBeGreaterThan(0.5);
    expect(found).not.toHaveProperty('precision');
  });

  it('has the score that the frozen evaluation of the same random network has, with the same labels', async () => {
    const config: FeaturesConfig = {
      ...{ ...made, method: { name: 'random-frozen', options: {} } },
      ...{ backbone: base.backbone, precision: 'float32', seed: 5 },
    };
    const run = memoryRun(config, { blobs, upstream: [data] });
    const outputs = await randomFeatures({ backbone: resnet9 })(run);
    const found = await scoresOn(asFeatures(outputs.blobs['features']!), { arm: 'random-frozen' });
    const random = memoryRun({ ...base, arm: 'random-weights' }, { blobs, upstream: [data] });
    const stage = frozen({ task: classification, backbone: resnet9, head: linearHead });
    const { scores } = await stage(random);
    for (const key of [
      'test',
      'validation',
      'train',
      'loss',
      'chosen',
      'labelledClasses',
      'answers',
    ]) {
      expect({ [key]: found[key] }).toEqual({ [key]: scores[key] });
    }
  });

  it('reads features of test images for their score alone', async () => {
    const features = await statistics();
    const rows = decodeFeatureRows(blobs.read(features.outputs.blobs['features']!));
    const spoilt = {
      ...rows,
      splits: { ...rows.splits, test: rows.splits.test.map((_, at) => at % 7) },
    };
    const [own, other] = [
      await scoresOn(features),
      await scoresOn(asFeatures(blobs.write(encodeFeatureRows(spoilt)))),
    ];
    expect(other['test']).not.toBe(own['test']);
    for (const key of ['train', 'validation', 'loss', 'chosen', 'crossValidation']) {
      expect({ [key]: other[key] }).toEqual({ [key]: own[key] });
    }
  });

  it('says which test images it answers rightly, and which of them share a group', async () => {
    const groups = Uint32Array.from({ length: 40 }, (_, at) => Math.floor(at / 4));
    const { outputs } = data;
    const grouped = {
      ...data,
      outputs: { ...outputs, scores: { ...outputs.scores, testGroups: encodeGroups(groups) } },
    };
    const features = await statistics();
    const run = memoryRun(base, { blobs, upstream: [grouped, features] });
    const { scores } = await head(run);
    const answers = decodeAnswers(answersIn('head', scores)!);
    // The test images take turns among ten classes.
    const rows = Array.from({ length: 40 }, (_, at) => (at % 4) * 10 + Math.floor(at / 4));
    expect([...answers.groups!]).toEqual(rows.map((row) => groups[row]));
    const right = rows.reduce((sum, _, at) => sum + answerAt(answers, at), 0);
    expect(right / 40).toBe(scores['test']);
    const alone = answersIn('head', await scoresOn(features))!;
    expect(alone.bits).toBe(answersIn('head', scores)!.bits);
    expect(alone.images).not.toBe(answers.images);
  });

  it.each([
    ['more labels than images', { n: 61 }, /more labels than training images/],
    ['fewer labels than classes', { n: 9, labels: 'random' as const }, /fewer labels than classes/],
  ])('refuses %s', async (_, config, message) => {
    await expect(scoresOn(await statistics(), config)).rejects.toThrow(message);
  });
});
