export interface RateSchedule {
  steps: number;
  peakRate: number;
  finalRate: number;
  /** Share of the steps in which the rate rises. */
  warmup: number;
}

/**
 * Learning rate of step 0 … steps − 1: linear from 0 (one step before the first) to the peak at step
 * w = round(warmup · steps), then linear to the final rate at the last step (the paper's released code).
 */
export function learningRate(schedule: RateSchedule): (step: number) => number {
  const { steps, peakRate, finalRate, warmup } = schedule;
  const peak = Math.min(Math.round(warmup * steps), steps - 1);
  return (step) => {
    if (step < peak) return (peakRate * (step + 1)) / (peak + 1);
    if (step >= steps - 1) return peak === steps - 1 ? peakRate : finalRate;
    return peakRate + ((finalRate - peakRate) * (step - peak)) / (steps - 1 - peak);
  };
}
