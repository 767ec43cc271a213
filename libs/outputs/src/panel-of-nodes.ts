import { panelOfCurves } from '@nhat/curves';
import type { LearningCurve, Panel } from '@nhat/curves';
import { answersByRun } from './curve-answers';
import type { CurveScores } from './curve-scores';

/** A curve with the node that computed it, and the name by which readers know it. */
export interface CurveOfNode {
  node: string;
  name?: string;
  /** With the answers of its runs, where they kept them. */
  curve: LearningCurve & Partial<Pick<CurveScores, 'answers' | 'metric'>>;
}

/**
 * The panel of the curves of nodes. Its random streams are named after the nodes, so that whoever draws it with the stream of the
 * utilities (`intervalStream`) has their draws. Throws a RangeError where metrics point in different directions.
 */
export const panelOfNodes = (scratch: CurveOfNode, arms: readonly CurveOfNode[]): Panel =>
  panelOfCurves(keyed(scratch), arms.map(keyed));

const keyed = ({ node, name = node, curve }: CurveOfNode) => ({
  ...{ name, key: node, curve },
  answers: answersByRun({ answers: curve.answers ?? null, metric: curve.metric ?? '' }),
});
