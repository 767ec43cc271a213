export { ADDED_ENDING, SCRATCH, addedPath, addedSchema, addedText, lastRound } from './added-runs';
export type { AddedRun } from './added-runs';
export { augmentConfig, augmentSchema } from './augment-schema';
export type { AugmentationEntry, AugmentationRegistry } from './augment-schema';
export { canonicalJson, digestOf, stableJson } from './canonical';
export type { BackboneChoice, Choice, MethodChoice, PretrainingChoice, TaskChoice } from './choice';
export type { ClaimConfig, ClaimEntry, ClaimOptions, ClaimRegistry } from './claim';
export { changedLeaves, valueWords } from './changed-leaves';
export type { Change } from './changed-leaves';
export { completeOptions } from './complete-options';
export { datasetConfig, resolveDataset } from './dataset';
export type { Dataset } from './dataset';
export { datasetSchema, seedSchema } from './dataset-schema';
export { DEPTH_STEPS } from './depth-encoding';
export { documentText, MAX_BYTES } from './document-text';
export { documentName, indexDocuments } from './documents';
export { documentsOf } from './documents-of';
export type { Documents, ReadBeside } from './documents';
export type { DocumentFile } from './parse-document';
export { networkSeeds } from './network-seeds';
export { evaluationFile, evaluationLabel, evaluationSlug, isFrozen } from './evaluation';
export type { EvaluationEntry, EvaluationOptions, EvaluationRegistry } from './evaluation';
export { networkOf, nextSeed } from './extra-seeds';
export { flagHelp, jsonFlag, parityFlags, readFlags } from './flags';
export type { Flag, Flags, FlagValues } from './flags';
export { statedHours } from './decision';
export type { DecisionConfig } from './decision';
export type { PipelineGoal } from './goal';
export type { JsonSchema } from './json-schema';
export { nearestName } from './nearest-name';
export type { Json, JsonObject } from './json';
export type {
  AugmentConfig,
  AugmentSetting,
  BackboneConfig,
  CurveConfig,
  ImageCounts,
  DatasetConfig,
  EvaluationConfig,
  FeaturesConfig,
  FrozenConfig,
  LabelDraw,
  Precision,
  PrecisionSetting,
  PretrainConfig,
  ScheduleConfig,
  ScoresConfig,
  SourceConfig,
  SupervisedConfig,
  SpreadConfig,
  UtilityConfig,
} from './node-config';
export { RANDOM_WEIGHTS } from './node-config';
export type { ConfigValues, OptionProperty, OptionSchema, OptionValues } from './option-schema';
export { metricOfTask } from './metric-rules';
export { armName, armNames, backboneNames, evaluationsOf } from './names-of-cells';
export { isActive, resolvePipeline } from './pipeline';
export type { Budgets, Pipeline, WorkspaceDocuments } from './resolved-pipeline';
export { differencesOf, optionDifferences, pipelineOptions } from './pipeline-options';
export type { OptionDifference } from './pipeline-options';
export { pipelineSchema } from './pipeline-schema';
export type {
  LearningFacts,
  MetricFacts,
  OptionProblem,
  ReadsInstead,
  Registries,
  Registry,
  RegistryEntry,
} from './registry';
export { membersOf, roundsOf } from './study';
export { datasetOfSplit, splitCount, splitOfSeed } from './splits';
export { IMAGE_TRUTHS, classRows } from './source';
export type {
  FileIngredient,
  ImageTruth,
  Images,
  LabelRange,
  SheetRows,
  SourceEntry,
  SourceOptions,
  SourceFactors,
  SourcePlace,
  SourceProblem,
  SourceRegistry,
  SourceSplits,
  SourceWords,
} from './source';
export { count } from './count';
export { isCalled, settingValue } from './name-with-settings';
export { unknownName } from './schema-problem';
export type { ScoreArm, ScoreCell, ScoreRun, ScoreTable } from './scores/score-table';
export { trainingSchedule } from './training-recipe';
export type { ImagesSeenRule, TrainingRates, TrainingRecipe } from './training-recipe';
export { UserError, userError } from './user-error';
export type { DatasetProblem } from './dataset-problem';
export {
  finetunedBackbone,
  isOnLabelled,
  nameOfArms,
  nameOfNetworks,
  withOwnRecipe,
} from './choice';
