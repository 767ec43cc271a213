export { UserError, userError } from './user-error';
export type {
  AugmentConfig,
  BackboneConfig,
  CurveConfig,
  Factors,
  Json,
  JsonObject,
  Precision,
  PretrainConfig,
  RenderConfig,
  ScheduleConfig,
  SupervisedConfig,
  UtilityConfig,
} from './node-config';
export type { OptionProperty, OptionSchema, OptionValues } from './option-schema';
