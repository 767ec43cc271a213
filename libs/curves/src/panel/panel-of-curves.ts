import type { RunAnswers } from '../images/run-answers';
import { oriented } from '../ladder';
import type { LearningCurve } from '../learning-curve';
import type { Panel, PanelRun } from './panel';

/** A learning curve with its name in a panel, and the key of its random streams. */
export interface NamedCurve {
  name: string;
  key?: string;
  curve: LearningCurve;
  /** Which test images the run with this seed at n labels answers rightly; absent, or undefined, where that is not known. */
  answers?: (n: number, seed: number) => RunAnswers | undefined;
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
    scratch: runsOf(scratch),
    arms: arms.map((arm) => ({ ...named(arm), runs: runsOf(arm) })),
  };
}

const named = ({ name, key }: NamedCurve) => ({ name, ...(key !== undefined && { key }) });

const runsOf = ({ curve: { points, higherIsBetter }, answers }: NamedCurve): PanelRun[] =>
  points.flatMap(({ n, runs }) =>
    runs.map(({ seed, value, fitted, pretraining }) => {
      const known = answers?.(n, seed);
      return {
        ...{ n, seed, fitted },
        value: oriented(value, higherIsBetter),
        network: pretraining === null ? null : String(pretraining),
        ...(known && { answers: known }),
      };
    }),
  );
