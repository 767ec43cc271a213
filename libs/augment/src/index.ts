export { cropReach, cutoutSide, drawAugmentation, drawViews } from './augment-plan';
export type { AugmentPlan, Augmentations } from './augment-plan';
export type { ImageBatch, ImageSet } from './images';
export { labReader, labStatistics } from './lab';
export type { LabReader, Normalisation } from './lab';
export { move, readBatch } from './read-batch';
export { readMaps } from './read-maps';
export type { Movement } from './read-maps';
export { rotate90 } from './rotate90';
