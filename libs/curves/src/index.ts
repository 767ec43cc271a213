export { CHOSEN, LEANS, labelChoice } from './choice/label-choice';
export { mayBeCheapest } from './choice/may-be-cheapest';
export type {
  ChoiceOption,
  LabelChoice,
  LabelChoiceOptions,
  LeftOutReason,
} from './choice/label-choice';
export type { NumberWithEnds } from './choice/need-ends';
export { valueAt } from './curve';
export type { Curve } from './curve';
export type { Gap } from './gap';
export { imageVariance } from './images/cell-covariance';
export type { WeightedCell } from './images/cell-covariance';
export { imageLoadings } from './images/image-loadings';
export type { CellShift, ImageShifts } from './images/image-shifts';
export { answerAt } from './images/run-answers';
export type { RunAnswers } from './images/run-answers';
export { logLinearInverse } from './inverse';
export type { Inverse, Status } from './inverse';
export { isotonic } from './isotonic';
export { budgetsAround, checkLadder, countsOf, mean, oriented } from './ladder';
export type { Cell, Ladder } from './ladder';
export { ladderOf, learningCurve } from './learning-curve';
export type { CurvePoint, LearningCurve, Run } from './learning-curve';
export { armUtilities } from './panel/arm-utilities';
export type { ArmUtilityOptions } from './panel/arm-utilities';
export { BEND, bentInverse } from './panel/bent-inverse';
export type { LogLabels } from './panel/bent-inverse';
export { budgetToAdd, distantStep, onGrid } from './panel/budget-to-add';
export type { BudgetToAdd } from './panel/budget-to-add';
export {
  MOST_CENSORED,
  censoredShare,
  commonBudgets,
  comparable,
  contrast,
  differenceTerms,
  meanTerms,
  slopeTerms,
  summed,
  utilitiesOf,
} from './panel/contrast';
export type { Contrast, ContrastTerm } from './panel/contrast';
export { commonLevels, sharedLevels, utilityAtAccuracy } from './panel/equal-accuracy';
export { holm } from './panel/holm';
export { intervalStream } from './panel/interval-stream';
export { labelsSaved } from './panel/labels-saved';
export type { LabelsSaved } from './panel/labels-saved';
export { networkVariance } from './panel/network-variance';
export type { NetworkVariance } from './panel/network-variance';
export { inNaturalSign } from './panel/natural-sign';
export { designOf, designsOf, networkShare, networksOf } from './panel/networks';
export type { Design } from './panel/networks';
export { nextRuns } from './panel/next-run';
export type { Narrowing, NextRun, NextRunOptions, NextRuns, PricedRun } from './panel/next-run';
export { armOf, checkPanel, keyOf, ladderOfRuns } from './panel/panel';
export type { Panel, PanelArm, PanelRun } from './panel/panel';
export { pairedDifferences } from './panel/paired-differences';
export type {
  Difference,
  MeasuredArm,
  PairedDifference,
  PairedOptions,
  PairedRun,
} from './panel/paired-differences';
export { panelOfCurves } from './panel/panel-of-curves';
export type { NamedCurve } from './panel/panel-of-curves';
export { panelDraws } from './panel/panel-draws';
export type { DrawnArm, DrawnUtility, PanelDrawOptions, PanelDraws } from './panel/panel-draws';
export { possibleBudget } from './panel/possible-budget';
export type { PossibleBudgets } from './panel/possible-budget';
export { ranks } from './panel/ranks';
export type { Rank } from './panel/ranks';
export { designIn, studySpread } from './panel/spread';
export type { PanelSpread } from './panel/spread';
export { utilityInterval } from './panel/utility-interval';
export type { UtilityInterval } from './panel/utility-interval';
export type { Goal, UtilityState } from './panel/utility-state';
export { WIDEST, readUtility } from './panel/utility-reading';
export type { ReadingKind, ReadingOptions, UtilityReading } from './panel/utility-reading';
export { totalOf, varianceParts } from './panel/variance-parts';
export type { VarianceParts } from './panel/variance-parts';
export { paperUtilities } from './paper-arm';
export { paperCeiling } from './paper-ceiling';
export { pooledVariance, varianceAt } from './pooled-variance';
export type { Variance } from './pooled-variance';
export { DOUBLINGS_WARNING, EXTRAPOLATION, fitPowerLaw, powerLawAt } from './power-law';
export type { PowerLaw } from './power-law';
export { errorOfMean } from './resample';
export { studentCoverage, studentQuantile } from './student';
export { wilsonInterval } from './wilson';
export type {
  ArmUtilities,
  MeanBand,
  UtilityAtAccuracy,
  UtilityPoint,
  UtilitySlope,
} from './utility-point';
