/** Colours of the background and of classes in turn: the palette of Okabe and Ito, which colour-blind readers tell apart, and shades of it. */
const BACKGROUND = [34, 38, 43] as const;
const CLASSES = [
  [230, 159, 0],
  [86, 180, 233],
  [0, 158, 115],
  [240, 228, 66],
  [0, 114, 178],
  [213, 94, 0],
  [204, 121, 167],
  [160, 160, 160],
  [140, 86, 40],
  [150, 220, 190],
] as const;

/** The colour of each class, 0 being the background: sRGB bytes, three a value. */
export function classColours(classes: ArrayLike<number>): Uint8Array {
  const pixels = new Uint8Array(classes.length * 3);
  for (let at = 0; at < classes.length; at++) {
    const label = classes[at]!;
    pixels.set(label === 0 ? BACKGROUND : CLASSES[(label - 1) % CLASSES.length]!, 3 * at);
  }
  return pixels;
}
