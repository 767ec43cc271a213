export { canonicalJson, digestOf, stableJson } from './canonical';
export { renderConfig, resolveDataset } from './dataset';
export type { Dataset, Images } from './dataset';
export { datasetSchema } from './dataset-schema';
export { documentName, indexDocuments } from './documents';
export type { DocumentFile, Documents } from './documents';
export type { JsonSchema } from './json-schema';
export { nearestName } from './nearest-name';
export type {
  AugmentConfig,
  BackboneConfig,
  CurveConfig,
  Factors,
  Json,
  JsonObject,
  Precision,
  PrecisionSetting,
  PretrainConfig,
  RenderConfig,
  ScheduleConfig,
  SupervisedConfig,
  UtilityConfig,
} from './node-config';
export type { OptionProperty, OptionSchema, OptionValues } from './option-schema';
export { isActive, resolvePipeline } from './pipeline';
export type { Choice, ImageStepsRule, Pipeline, Workspace } from './pipeline';
export { pipelineSchema } from './pipeline-schema';
export type { OptionProblem, Registries, Registry, RegistryEntry } from './registry';
export { unknownName } from './schema-problem';
export { UserError, userError } from './user-error';
