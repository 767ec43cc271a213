import type { DatasetProblem, Registry, RenderConfig } from '@nhat/spec';
import { classificationOptions } from './classification';
import { depthOptions } from './depth';
import { poseOptions } from './pose';
import { segmentationOptions } from './segmentation';

/** The tasks that documents may name. */
export const tasks = {
  classification: {
    options: classificationOptions,
    truth: 'label',
    metric: 'accuracy',
    checkDataset: (_, dataset) => needsOneObject(dataset),
  },
  pose: {
    options: poseOptions,
    truth: 'pose',
    metric: 'accuracy',
    checkDataset: (_, dataset) => needsOneObject(dataset) ?? needsViewpoint(dataset),
  },
  segmentation: {
    options: segmentationOptions,
    truth: 'mask',
    dense: true,
    metric: 'pixelAccuracy',
    // Paper, table 1.6 of the dossier: what is cut out of an image is still in its mask.
    augment: { cutout: false },
  },
  depth: {
    options: depthOptions,
    truth: 'depth',
    dense: true,
    metric: 'delta125',
    // Paper, table 1.6 of the dossier: no crop either, for it moves in places whose depth nobody knows.
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
