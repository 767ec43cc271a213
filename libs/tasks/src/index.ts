export { classification } from './classification';
export { depth } from './depth';
export { createHead } from './head';
export type { Head, HeadKind, HeadSlot, OnNonFinite } from './head';
export { pose } from './pose';
export { segmentation } from './segmentation';
export type { Targets, Task, TaskBatch, TaskContext, TaskModule, TruthKind } from './task';
