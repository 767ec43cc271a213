import type { Stream } from '@nhat/random';

/**
 * The order in which images get labelled: budget n means its first n. So label lists are nested, and class-balanced
 * as far as n allows: in every prefix the counts of classes that still have images differ by at most one.
 *
 * `labels`: the class of each training image; or how many images there are, where they have no class (scenes of several
 * objects) or classes should not be balanced: then the order is one shuffle. The order depends on the labels and the stream
 * only: every arm of a comparison gets the same list. (The released code takes prefixes of one unbalanced shuffle for all
 * seeds.)
 */
export function labelOrder(labels: ArrayLike<number> | number, stream: Stream): Uint32Array {
  if (typeof labels === 'number') return stream.fork('images').permutation(labels);
  const decks = shuffledClasses(labels, stream);
  const order = new Uint32Array(labels.length);
  let filled = 0;
  for (let round = 0; filled < order.length; round++) {
    const open = decks.filter((deck) => round < deck.length);
    for (const at of stream.fork('round', round).permutation(open.length)) {
      order[filled++] = open[at]![round]!;
    }
  }
  return order;
}

/** The images of each class in random order; classes ascending. */
function shuffledClasses(labels: ArrayLike<number>, stream: Stream): Uint32Array[] {
  const members = new Map<number, number[]>();
  for (let image = 0; image < labels.length; image++) {
    const label = labels[image]!;
    const list = members.get(label);
    if (list) list.push(image);
    else members.set(label, [image]);
  }
  return [...members.keys()]
    .sort((a, b) => a - b)
    .map((label) => {
      const list = members.get(label)!;
      return stream
        .fork('class', label)
        .permutation(list.length)
        .map((at) => list[at]!);
    });
}
