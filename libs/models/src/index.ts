export type { Backbone, BackboneModule } from './backbone';
export { biasUniform, constant, kaimingNormal, linearUniform } from './initialisers';
export type { Initialiser } from './initialisers';
export { convolution, linear, normalisation } from './layers';
export type { Activation, ConvolutionShape } from './layers';
export { backbones } from './registry';
export { resnet9 } from './resnet9';
export { createWeights } from './weights';
export type { WeightRecord, Weights } from './weights';
