import type { Manifest } from '@nhat/artifacts';
import { datasetLabels, pretrainedOn } from './dataset-labels';

/** The part of a manifest that names of datasets follow from. */
const manifest = (node: string, stage: string, config: object, images?: string): Manifest =>
  ({
    ...{ node, stage, config },
    ingredients: { upstream: images === undefined ? [] : [{ role: 'images', node: images }] },
  }) as unknown as Manifest;

const images = (node: string, resolution: number): Manifest =>
  manifest(node, 'images', {
    ...{ dataset: 'shapes-tc', resolution, counts: { train: 10, validation: 0, test: 10 } },
    source: { name: 'rendered', factors: { texture: true } },
  });

it('tells networks apart that were pretrained on one dataset in two resolutions', () => {
  const labels = datasetLabels([images('small', 32), images('large', 64)]);
  const on = ['small', 'large'].map((node) =>
    pretrainedOn(manifest(`pretrain-${node}`, 'pretrain', { dataset: 'shapes-tc' }, node), labels),
  );
  expect(on).toEqual(['shapes-tc (resolution 32)', 'shapes-tc (resolution 64)']);
});

it('names a dataset alone where all its images are the same', () => {
  const labels = datasetLabels([images('small', 32)]);
  const network = manifest('pretrain', 'pretrain', { dataset: 'shapes-tc' }, 'small');
  expect(pretrainedOn(network, labels)).toBe('shapes-tc');
});
