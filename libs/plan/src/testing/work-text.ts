import { GPU_RATE } from '../work';
import type { Work } from '../work';

/** `1.5e+19 FLOP, 104 GPU-hours at 40 TFLOP/s` */
export function workText({ flop, gpuHours }: Work): string {
  const hours =
    gpuHours >= 10 ? Math.round(gpuHours).toLocaleString('en') : gpuHours.toPrecision(2);
  return `${flop.toPrecision(3).replace('e+', 'e')} FLOP, ${hours} GPU-hours at ${GPU_RATE / 1e12} TFLOP/s`;
}
