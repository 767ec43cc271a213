import { oriented } from '../ladder';
import type { LearningCurve } from '../learning-curve';
import type { Panel, PanelRun } from './panel';

/** A learning curve with its name in a panel, and the key of its random streams. */
export interface NamedCurve {
  name: string;
  key?: string;
  curve: LearningCurve;
}

/**
 * The panel of curves that share the runs from scratch. Throws a RangeError where a metric points the other way than that
 * of scratch.
 */
export function panelOfCurves(scratch: NamedCurve, arms: readonly NamedCurve[]): Panel {
  const { higherIsBetter } = scratch.curve;
  const turned = arms.find(({ curve }) => curve.higherIsBetter !== higherIsBetter);
  if (turned) {
    throw new RangeError(`${turned.name}: its metric points the other way than that of scratch`);
  }
  return {
    ...named(scratch),
    scratch: runsOf(scratch.curve),
    arms: arms.map((arm) => ({ ...named(arm), runs: runsOf(arm.curve) })),
  };
}

const named = ({ name, key }: NamedCurve) => ({ name, ...(key !== undefined && { key }) });

const runsOf = ({ points, higherIsBetter }: LearningCurve): PanelRun[] =>
  points.flatMap(({ n, runs }) =>
    runs.map(({ seed, value, fitted, pretraining }) => ({
      ...{ n, seed, fitted },
      value: oriented(value, higherIsBetter),
      network: pretraining === null ? null : String(pretraining),
    })),
  );
