export { claimLines, claimRows, claimsText } from './claim-text';
export { compareResults } from './compare-results';
export type { ResultComparison } from './compare-results';
export { comparisonText } from './comparison-text';
export { contentOf } from './kept-result';
export type { KeptResult } from './kept-result';
export { decisionRecord } from './decision-record';
export type { DecisionRecord } from './decision-record';
export type { DecisionFacts, PanelDecision } from './decision';
export type { DatasetFacts, Sample } from './dataset-facts';
export { lead } from './lead';
export type { Lead } from './lead';
export type {
  Checkout,
  ClockTime,
  Comparison,
  EmbeddingFacts,
  LearningFacts,
  Metric,
  Panel,
  PictureSheet,
  Pictures,
  PretrainingFacts,
  ProbeFacts,
  ReadsFacts,
  Provenance,
  Report,
  Reference,
  RunOrigin,
  ScoresFile,
  Setting,
  StageCost,
  TrainingCourse,
} from './report';
export type { RecallCell, Recalls } from './recalls';
export { keptResult } from './result-of-report';
export { reportFiles } from './report-files';
export type { ReportFile } from './report-files';
export { utilityRows } from './rows';
export type { UtilityRow } from './rows';
export { terminalTable } from './terminal-table';
