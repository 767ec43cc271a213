import type { DatasetProblem, MetricFacts, Registry, RenderConfig } from '@nhat/documents';
import { classificationOptions } from './classification';
import { depthOptions } from './depth';
import { poseOptions } from './pose';
import { segmentationOptions } from './segmentation';

/** A share of 1; the larger the better. */
const share = (label: string): MetricFacts => ({
  ...{ label, higherIsBetter: true, unit: 'share', range: [0, 1] },
});

/** An error; the smaller the better. */
const error = (label: string, unit: string): MetricFacts => ({
  ...{ label, higherIsBetter: false, unit, range: [0, null] },
});

const accuracy = share('accuracy');
/** The accuracy of the answer that always names the most frequent class. */
const majority = share('share of the most frequent class');

/** The tasks that documents may name. Facts that a module states too are compared by a test. */
export const tasks = {
  classification: {
    options: classificationOptions,
    truth: 'label',
    metric: 'accuracy',
    higherIsBetter: true,
    fittedAt: 0.9,
    metrics: { accuracy },
    checkDataset: (_, dataset) => needsOneObject(dataset),
  },
  pose: {
    options: poseOptions,
    truth: 'pose',
    metric: 'accuracy',
    higherIsBetter: true,
    fittedAt: 0.9,
    metrics: { accuracy, majority },
    checkDataset: (_, dataset) => needsOneObject(dataset) ?? needsViewpoint(dataset),
  },
  segmentation: {
    options: segmentationOptions,
    truth: 'mask',
    dense: true,
    metric: 'pixelAccuracy',
    higherIsBetter: true,
    fittedAt: 0.95,
    metrics: { pixelAccuracy: share('pixel accuracy'), mIoU: share('mean IoU'), majority },
    // As in the paper's schedules: what is cut out of an image is still in its mask.
    augment: { cutout: false },
  },
  depth: {
    options: depthOptions,
    truth: 'depth',
    dense: true,
    metric: 'delta125',
    higherIsBetter: true,
    fittedAt: 0.95,
    metrics: {
      delta125: share('share with δ < 1.25'),
      delta110: share('share with δ < 1.1'),
      delta125Unclamped: share('share with δ < 1.25, negative answers counted as they are'),
      absRel: error('relative error', 'of the depth'),
      rmse: error('RMSE', 'scene units'),
      majority: share('share with δ < 1.25 of the background’s depth'),
    },
    // As in the paper's schedules: no crop either, for it moves in places whose depth nobody knows.
    augment: { crop: false, cutout: false },
  },
} satisfies Registry;

const needsOneObject = ({ objects }: RenderConfig): DatasetProblem | undefined =>
  objects === 1
    ? undefined
    : {
        what: 'an image of several objects has no label and no pose',
        got: { objects },
        expected: 'a dataset with objects 1',
      };

const needsViewpoint = ({ factors }: RenderConfig): DatasetProblem | undefined =>
  factors.viewpoint
    ? undefined
    : {
        what: 'all its objects have the same pose',
        got: { viewpoint: false },
        expected: 'a dataset with factors.viewpoint true',
      };
