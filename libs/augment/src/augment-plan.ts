import { exp } from '@nhat/random';
import type { Stream } from '@nhat/random';

/** Which augmentations are on. */
export interface Augmentations {
  jitter: boolean;
  grey: boolean;
  flip: boolean;
  crop: boolean;
  cutout: boolean;
}

/**
 * The drawn augmentation of a batch, as data: two views may share a part of it (AMDIM's flip), and targets that
 * are maps can follow the same flip and shift.
 */
export interface AugmentPlan {
  count: number;
  /** Pixels per side. */
  size: number;
  /** `[count, 3]`: x_c ← scale · x_c + offset. */
  scale: Float32Array;
  offset: Float32Array;
  /** `[count]`: 1 = every channel becomes the mean of the three. */
  grey: Uint8Array;
  /** `[count]`: 1 = mirrored left to right. */
  flip: Uint8Array;
  /** `[count, 2]`: pixel (x, y) comes from (x + shift x, y + shift y), after the flip; outside is zero. */
  shift: Int16Array;
  /** `[count, 2]`: left and top of the square that is set to zero; −1 = none. */
  cut: Int16Array;
}

/** Side of the square of cutout, size / 4. */
export const cutoutSide = (size: number): number => Math.floor(size / 4);

/** Largest shift of a crop, size / 8. */
export const cropReach = (size: number): number => Math.floor(size / 8);

const LN2 = 0.6931471805599453;

/**
 * Draws the augmentation of `count` images (the paper's released code):
 * jitter (80 % of images; x_c ← x_c · 2^(g/4) + h/4 with g, h standard normal), grey (25 %), flip (50 %), crop
 * (uniform over the integer shifts up to ±size/8, a fifth left alone), cutout (always; uniform over positions).
 *
 * We draw for each image; the released code draws up to 500 options for a block of images and lets 1/500 of the
 * block share each, so its shares (25 %, 50 %) are exact and ours are on average. Each augmentation has its own
 * stream: switching one off leaves the draws of the others alone.
 */
export function drawAugmentation(
  on: Augmentations,
  { count, size, stream }: { count: number; size: number; stream: Stream },
): AugmentPlan {
  const plan: AugmentPlan = {
    count,
    size,
    scale: new Float32Array(count * 3).fill(1),
    offset: new Float32Array(count * 3),
    grey: new Uint8Array(count),
    flip: new Uint8Array(count),
    shift: new Int16Array(count * 2),
    cut: new Int16Array(count * 2).fill(-1),
  };
  if (on.jitter) drawJitter(plan, stream.fork('jitter'));
  if (on.grey) drawSwitch(plan.grey, 0.25, stream.fork('grey'));
  if (on.flip) drawSwitch(plan.flip, 0.5, stream.fork('flip'));
  if (on.crop) drawShift(plan, stream.fork('crop'));
  if (on.cutout) drawCut(plan, stream.fork('cutout'));
  return plan;
}

/**
 * One augmentation for each of `views` views of the same images: drawn independently, but for the flip, which they
 * share (paper code, AMDIM).
 */
export function drawViews(
  on: Augmentations,
  views: number,
  { count, size, stream }: { count: number; size: number; stream: Stream },
): AugmentPlan[] {
  const plans = Array.from({ length: views }, (_, view) =>
    drawAugmentation(on, { count, size, stream: stream.fork('view', view) }),
  );
  return plans.map((plan) => ({ ...plan, flip: plans[0]!.flip }));
}

function drawJitter({ count, scale, offset }: AugmentPlan, stream: Stream): void {
  for (let image = 0; image < count; image++) {
    if (!stream.chance(0.8)) continue;
    for (let at = image * 3; at < image * 3 + 3; at++) {
      scale[at] = exp(0.25 * LN2 * stream.normal());
      offset[at] = 0.25 * stream.normal();
    }
  }
}

function drawSwitch(into: Uint8Array, probability: number, stream: Stream): void {
  for (let image = 0; image < into.length; image++)
    into[image] = stream.chance(probability) ? 1 : 0;
}

function drawShift({ count, size, shift }: AugmentPlan, stream: Stream): void {
  const side = 2 * cropReach(size) + 1;
  const shifts = side * side;
  for (let image = 0; image < count; image++) {
    const option = stream.integer(shifts + Math.floor(shifts / 4));
    if (option >= shifts) continue;
    shift[image * 2] = (option % side) - cropReach(size);
    shift[image * 2 + 1] = Math.floor(option / side) - cropReach(size);
  }
}

function drawCut({ count, size, cut }: AugmentPlan, stream: Stream): void {
  const positions = size - cutoutSide(size) + 1;
  for (let at = 0; at < count * 2; at++) cut[at] = stream.integer(positions);
}
