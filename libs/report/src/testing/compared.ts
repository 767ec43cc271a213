import {
  armUtilities,
  inNaturalSign,
  intervalStream,
  oriented,
  panelOfCurves,
  paperUtilities,
  studySpread,
} from '@nhat/curves';
import type { LearningCurve } from '@nhat/curves';
import type { Comparison, Panel, Report } from '../report';

interface Options {
  chance?: number | null;
  inversion?: Report['inversion'];
  draws?: number;
  /** Scratch values at which U is read too, in the sign of the metric. */
  levels?: readonly number[];
}

type Compared = Pick<Panel, 'scratchBand'> & {
  arms: Pick<Comparison, 'curve' | 'band' | 'points' | 'slope' | 'atAccuracy'>[];
};

/** What a pipeline publishes of curves that share the runs from scratch, as its nodes compute it. */
export function compared(
  scratch: LearningCurve,
  curves: readonly LearningCurve[],
  { chance = null, inversion = 'isotonic', draws = 400, levels = [] }: Options = {},
): Compared {
  const { higherIsBetter } = scratch;
  const panel = panelOfCurves(
    { name: 'panel', curve: scratch },
    curves.map((curve) => ({ name: curve.arm, curve })),
  );
  const spread = studySpread([panel])[0]!;
  const read = inversion === 'paper' ? paperUtilities : armUtilities;
  const utilities = curves.map(({ arm }) =>
    inNaturalSign(
      read(panel, spread, arm, {
        ...{ coverage: 0.95, draws, stream: intervalStream(0) },
        chance: chance === null ? null : oriented(chance, higherIsBetter),
        levels: levels.map((level) => oriented(level, higherIsBetter)),
      }),
      higherIsBetter,
    ),
  );
  return {
    scratchBand: utilities[0]!.scratch,
    arms: utilities.map(({ points, finetuned, slope, atAccuracy }, at) => ({
      ...{ curve: curves[at]!, band: finetuned, points, slope, atAccuracy },
    })),
  };
}
