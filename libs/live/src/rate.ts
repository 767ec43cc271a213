/** The speed of a training, derived from what it reports. */
export interface Rate {
  /** Not finite before the second report. */
  imagesPerSecond: number;
  /** Not finite before the second report. */
  secondsLeft: number;
}

/**
 * Derives the rate from the steps done and in total and the images seen, since the first report: a resumed training starts at its
 * checkpoint. `now` returns the milliseconds of a monotonic clock.
 */
export function rateMeter(
  now: () => number,
): (done: number, total: number, images: number) => Rate {
  let first: { at: number; done: number; images: number } | undefined;
  return (done, total, images) => {
    const at = now();
    first ??= { at, done, images };
    const seconds = (at - first.at) / 1000;
    return {
      imagesPerSecond: (images - first.images) / seconds,
      secondsLeft: ((total - done) * seconds) / (done - first.done),
    };
  };
}
