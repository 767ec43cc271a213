import { oriented } from '../ladder';
import type { ArmUtilities, MeanBand } from '../utility-point';

/** The same with metrics in their own sign; gaps stay positive where pretraining is better. */
export function inNaturalSign(utilities: ArmUtilities, higherIsBetter: boolean): ArmUtilities {
  if (higherIsBetter) return utilities;
  const turned = <T extends number | null>(value: T): T =>
    (value === null ? null : oriented(value, false)) as T;
  const band = ({ value, low, high, ...rest }: MeanBand): MeanBand => ({
    ...rest,
    ...{ value: turned(value), low: turned(high), high: turned(low) },
  });
  return {
    ...utilities,
    points: utilities.points.map((point) => ({
      ...point,
      ...{ scratch: turned(point.scratch), finetuned: turned(point.finetuned) },
    })),
    scratch: utilities.scratch.map(band),
    finetuned: utilities.finetuned.map(band),
    atAccuracy: utilities.atAccuracy.map((row) => ({ ...row, level: turned(row.level) })),
  };
}
