import { tensor4d } from '@nhat/engine';
import type { Tensor4D } from '@nhat/engine';
import type { ImageBatch } from '@nhat/augment';

/** The views of a batch as one tensor, so that one pass sees all: [views · count, size, size, channels], view by view. */
export function stackedViews(views: readonly ImageBatch[]): Tensor4D {
  const { count, size, channels, values } = views[0]!;
  const all = new Float32Array(values.length * views.length);
  views.forEach((view, i) => all.set(view.values, i * values.length));
  return tensor4d(all, [views.length * count, size, size, channels]);
}
