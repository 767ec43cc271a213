import { panelOfCurves } from '@nhat/curves';
import type { LearningCurve, Panel } from '@nhat/curves';

/** A curve with the node that computed it, and the name by which readers know it. */
export interface CurveOfNode {
  node: string;
  name?: string;
  curve: LearningCurve;
}

/**
 * The panel of the curves of nodes. Its random streams are named after the nodes, so that whoever draws it with the stream of the
 * utilities (`intervalStream`) has their draws. Throws a RangeError where metrics point in different directions.
 */
export const panelOfNodes = (scratch: CurveOfNode, arms: readonly CurveOfNode[]): Panel =>
  panelOfCurves(keyed(scratch), arms.map(keyed));

const keyed = ({ node, name = node, curve }: CurveOfNode) => ({ name, key: node, curve });
