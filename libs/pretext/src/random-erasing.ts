import { exp, log } from '@nhat/random';
import type { Stream } from '@nhat/random';
import type { ImageBatch } from '@nhat/augment';

const [LEAST, MOST] = [0.02, 0.33];
const [FLATTEST, STEEPEST] = [log(0.3), log(3.3)];

/**
 * Copies in which every second image, on average, has a rectangle of standard normal noise: 2 to 33 % of the area,
 * height to width 0.3 to 3.3, uniform in the logarithm, anywhere (Zhong et al. 2017; the defaults of PyTorch's
 * RandomErasing with random values). A rectangle that does not fit is drawn anew, at most ten times.
 */
export function randomErasing(images: ImageBatch, stream: Stream): ImageBatch {
  const values = images.values.slice();
  for (let image = 0; image < images.count; image++) {
    const draws = stream.fork(image);
    if (!draws.chance(0.5)) continue;
    const box = drawBox(images.size, draws);
    if (box) fillWithNoise({ ...images, values }, image, box, draws);
  }
  return { ...images, values };
}

interface Box {
  top: number;
  left: number;
  height: number;
  width: number;
}

function drawBox(size: number, draws: Stream): Box | undefined {
  for (let attempt = 0; attempt < 10; attempt++) {
    const area = size * size * draws.uniform(LEAST, MOST);
    const ratio = exp(draws.uniform(FLATTEST, STEEPEST));
    const height = Math.round(Math.sqrt(area * ratio));
    const width = Math.round(Math.sqrt(area / ratio));
    if (height >= size || width >= size) continue;
    const top = draws.integer(size - height + 1);
    return { top, left: draws.integer(size - width + 1), height, width };
  }
  return undefined;
}

function fillWithNoise(
  { size, channels, values }: ImageBatch,
  image: number,
  { top, left, height, width }: Box,
  draws: Stream,
): void {
  for (let y = top; y < top + height; y++) {
    const first = ((image * size + y) * size + left) * channels;
    for (let at = first; at < first + width * channels; at++) values[at] = draws.normal();
  }
}
