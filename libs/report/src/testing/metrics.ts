import type { Metric } from '../report';

/** The metrics of the fixtures, described as collect describes those of the tasks. */
export const accuracy: Metric = {
  ...{ name: 'accuracy', label: 'accuracy', unit: 'share', range: [0, 1] },
};

export const delta125: Metric = {
  ...{ name: 'delta125', label: 'share with δ < 1.25', unit: 'share', range: [0, 1] },
};

export const rmse: Metric = {
  ...{ name: 'rmse', label: 'RMSE', unit: 'scene units', range: [0, null] },
};

/** A metric without a descriptor. */
export const undescribed = (name: string): Metric => ({
  ...{ name, label: name, unit: '', range: [null, null] },
});
