export { renderRange } from './range';
export type { RenderedRange, SceneTruth } from './range';
export type { Factors } from './factors';
export type { RenderConfig } from './render-config';
export { createRenderer } from './renderer';
export type { Pictures, Renderer, ObjectTruth } from './renderer';
export type { Scene, Split } from './scene/scene';
export { CLASSES } from './shapes';
