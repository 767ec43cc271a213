export { lead, leadText } from './lead';
export type { Lead } from './lead';
export type {
  Comparison,
  DatasetFacts,
  Panel,
  PretrainingFacts,
  ProbeFacts,
  Provenance,
  Report,
  Sample,
  StageCost,
} from './report';
export { reportFiles } from './report-files';
export type { ReportFile } from './report-files';
export { utilityRows } from './rows';
export type { UtilityRow } from './rows';
export { terminalTable } from './terminal-table';
