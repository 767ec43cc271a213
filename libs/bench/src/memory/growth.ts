/** Memory of a process after a step. */
export interface MemorySample {
  step: number;
  tensors: number;
  /** MiB. */
  residentMB: number;
}

/** MiB that a process may gain after its warm-up: what comes and goes between collections of garbage. */
export const ALLOWED = 16;

/** How two series went after the warm-up. */
export interface Growth {
  /** First and last. */
  tensors: [number, number];
  residentMB: [number, number];
  /** Of a straight line through all samples (least squares), MiB per 1,000 steps. */
  slope: number;
  /** As many tensors in every sample, and less than `ALLOWED` gained from the first to the last. */
  flat: boolean;
}

/** Samples of earlier steps than `warmUp` do not count. */
export function growthOf(samples: readonly MemorySample[], warmUp: number): Growth {
  const counted = samples.filter(({ step }) => step >= warmUp);
  if (counted.length < 2) throw new Error(`growth: fewer than two samples from step ${warmUp} on`);
  const [first, last] = [counted[0]!, counted.at(-1)!];
  const steady = counted.every(({ tensors }) => tensors === first.tensors);
  return {
    tensors: [first.tensors, last.tensors],
    residentMB: [round(first.residentMB), round(last.residentMB)],
    slope: round(1000 * slopeOf(counted)),
    flat: steady && last.residentMB - first.residentMB < ALLOWED,
  };
}

function slopeOf(samples: readonly MemorySample[]): number {
  const mean = (of: (sample: MemorySample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const [step, resident] = [mean((one) => one.step), mean((one) => one.residentMB)];
  const together = mean((one) => (one.step - step) * (one.residentMB - resident));
  return together / mean((one) => (one.step - step) ** 2);
}

const round = (value: number): number => Number(value.toFixed(2));
