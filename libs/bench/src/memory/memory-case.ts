import { methodCases } from '../methods/method-case';
import type { MethodCase, MethodName } from '../methods/method-case';

const ofResnet9 = (method: MethodName, width: number): MethodCase =>
  methodCases(width, 'auto').find((one) => one.method === method && one.size === 32)!;

/** So small that 10,000 steps take minutes: 8 of 500 images of 16 pixels, a sixteenth of the width. */
export function tinyCase(method: MethodName): MethodCase {
  const one = ofResnet9(method, 1 / 16);
  const options = { ...one.options, ...(method === 'cmc' && { negatives: 200 }) };
  return { ...one, batch: 8, size: 16, images: 500, options };
}

/** As in `pipelines/mini`: a quarter of the width, 64 of 20,000 images of 32 pixels. */
export const miniCase = (method: MethodName): MethodCase => ofResnet9(method, 0.25);
