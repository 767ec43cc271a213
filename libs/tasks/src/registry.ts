import type { MetricFacts, Registry } from '@nhat/documents';
import { classificationFacts } from './classification';
import { depthFacts } from './depth';
import { poseFacts } from './pose';
import { segmentationFacts } from './segmentation';

/** Descriptor of a share of 1; larger values are better. */
const share = (label: string): MetricFacts => ({
  ...{ label, higherIsBetter: true, unit: 'share', range: [0, 1] },
});

/** Descriptor of an error; smaller values are better. */
const error = (label: string, unit: string): MetricFacts => ({
  ...{ label, higherIsBetter: false, unit, range: [0, null] },
});

const accuracy = share('accuracy');
/** The mean of the shares over classes. */
const balancedAccuracy = share('balanced accuracy');
/** The accuracy of always answering the most frequent class. */
const majority = share('share of the most frequent class');

/** The tasks that documents may name: the facts of their modules, and what documents and reports need besides. */
export const tasks = {
  classification: {
    ...classificationFacts,
    probe: true,
    metrics: { accuracy, balancedAccuracy },
  },
  pose: {
    ...poseFacts,
    probe: true,
    classes: [
      ...['upright', 'tilted to the left', 'tilted away'],
      ...['tilted to the right', 'tilted towards the camera'],
    ],
    metrics: { accuracy, balancedAccuracy, majority },
  },
  segmentation: {
    ...segmentationFacts,
    probe: true,
    dense: true,
    metrics: { pixelAccuracy: share('pixel accuracy'), mIoU: share('mean IoU'), majority },
    // As in the paper's schedules, because a cut-out square is still in the mask.
    augment: { cutout: false },
  },
  depth: {
    ...depthFacts,
    probe: true,
    dense: true,
    metrics: {
      delta125: share('share with δ < 1.25'),
      delta110: share('share with δ < 1.1'),
      delta125Unclamped: share('share with δ < 1.25, negative answers counted as they are'),
      absRel: error('relative error', 'of the depth'),
      rmse: error('RMSE', 'scene units'),
      majority: share('share with δ < 1.25 of the background’s depth'),
    },
    // As in the paper's schedules: no crop either, because it would move in positions of unknown depth.
    augment: { crop: false, cutout: false },
  },
} satisfies Registry;
