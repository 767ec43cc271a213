export { budgetsOfImages } from './budgets-of-images';
export { answersByRun, joinedAnswers, meanOf } from './curve-answers';
export type { CurveAnswers } from './curve-answers';
export { curveScores } from './curve-scores';
export type { CurveScores } from './curve-scores';
export { imageScores } from './image-scores';
export type { ImageScores } from './image-scores';
export { panelOfNodes } from './panel-of-nodes';
export type { CurveOfNode } from './panel-of-nodes';
export { embeddingOf, pretrainScores } from './pretrain-scores';
export type { EmbeddingScores, LearningScores, PretrainScores } from './pretrain-scores';
export { BALANCED, runScores } from './run-scores';
export type { RunScores } from './run-scores';
export { readScores } from './score-reader';
export type { ScoreReader } from './score-reader';
export { spreadOfPanel } from './spread-scores';
export type { SpreadOfPanel, SpreadScores } from './spread-scores';
export {
  answersIn,
  decodeAnswers,
  decodeGroups,
  encodeAnswers,
  encodeGroups,
} from './test-answers';
export type { TestAnswers } from './test-answers';
export { utilityScores } from './utility-scores';
export type { TestImages, UtilityScores } from './utility-scores';
