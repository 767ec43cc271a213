import type { OptionSchema } from '@nhat/documents';
import type { AugmentationModule } from './augmentation';
import { probabilityOption } from './augmentation';
import { luma } from './luma';

const strength = <Default extends number>(what: string, value: Default) =>
  ({
    type: 'number',
    description: `${what} is multiplied by a factor of 1 ± this.`,
    default: value,
    minimum: 0,
    maximum: 1,
  }) as const;

export const colourJitterOptions = {
  type: 'object',
  description:
    'Other brightness, contrast, saturation and hue, in random order, for 4 of 5 images.',
  properties: {
    probability: probabilityOption(0.8),
    brightness: strength('Brightness', 0.4),
    contrast: strength('Contrast', 0.4),
    saturation: strength('Saturation', 0.2),
    hue: {
      type: 'number',
      description: 'Hue is moved by up to ± this share of the colour circle.',
      default: 0.1,
      minimum: 0,
      maximum: 0.5,
    },
  },
} as const satisfies OptionSchema;

export interface ColourJitterDraws {
  /** `[count]`: 1 = this image is changed. */
  chosen: Uint8Array;
  /** `[count, 4]`: factors of brightness, contrast and saturation, and the move of the hue in turns. */
  amounts: Float32Array;
  /** `[count, 4]`: the places of these in the order in which they are done. */
  order: Uint8Array;
}

/** Changes sRGB values 0 … 255 in place; `pixels` `[size, size, 3]`. */
type Change = (pixels: Uint8Array, amount: number) => void;

/** torchvision's ColorJitter on bytes. Contrast is that of the whole image, because the image is cut later. */
export const colourJitter: AugmentationModule<typeof colourJitterOptions, ColourJitterDraws> = {
  name: 'colour-jitter',
  options: colourJitterOptions,
  default: false,
  draw({ probability, brightness, contrast, saturation, hue }, { count, stream }) {
    const chosen = new Uint8Array(count);
    const amounts = new Float32Array(count * 4);
    const order = new Uint8Array(count * 4);
    for (let image = 0; image < count; image++) {
      if (!stream.chance(probability)) continue;
      chosen[image] = 1;
      const factors = [brightness, contrast, saturation].map((x) => stream.uniform(1 - x, 1 + x));
      amounts.set([...factors, stream.uniform(-hue, hue)], image * 4);
      order.set(stream.permutation(4), image * 4);
    }
    return { chosen, amounts, order };
  },
  recolourBytes(pixels, { chosen, amounts, order }, i) {
    if (chosen[i] === 0) return;
    for (const which of order.subarray(4 * i, 4 * i + 4)) {
      changes[which]!(pixels, amounts[4 * i + which]!);
    }
  },
};

/** v → the byte next to v · factor. */
const changeBrightness: Change = (pixels, factor) => {
  if (factor !== 1) scaleFrom(pixels, 0, factor);
};

/** v → the byte next to m + factor · (v − m); m: the mean luma of the image, rounded. */
const changeContrast: Change = (pixels, factor) => {
  if (factor === 1) return;
  let total = 0;
  for (let at = 0; at < pixels.length; at += 3) {
    total += luma(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
  }
  scaleFrom(pixels, Math.round(total / (pixels.length / 3)), factor);
};

function scaleFrom(pixels: Uint8Array, origin: number, factor: number): void {
  for (let value = 0; value < 256; value++) {
    table[value] = toByte(origin + factor * (value - origin));
  }
  for (let at = 0; at < pixels.length; at++) pixels[at] = table[pixels[at]!]!;
}

/** What each value becomes, written anew for each change. */
const table = new Uint8Array(256);

/** v → the byte next to g + factor · (v − g); g: the luma of the pixel. */
const changeSaturation: Change = (pixels, factor) => {
  if (factor === 1) return;
  for (let at = 0; at < pixels.length; at += 3) {
    const [red, green, blue] = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
    const grey = luma(red, green, blue);
    pixels[at] = toByte(grey + factor * (red - grey));
    pixels[at + 1] = toByte(grey + factor * (green - grey));
    pixels[at + 2] = toByte(grey + factor * (blue - grey));
  }
};

/** Moves the hue on the circle of HSV by `turns`; saturation and value stay. */
const changeHue: Change = (pixels, turns) => {
  if (turns === 0) return;
  for (let at = 0; at < pixels.length; at += 3) {
    const [red, green, blue] = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
    const most = Math.max(red, green, blue);
    const chroma = most - Math.min(red, green, blue);
    if (chroma === 0) continue;
    let sector = 4 + (red - green) / chroma;
    if (most === red) sector = (green - blue) / chroma;
    else if (most === green) sector = 2 + (blue - red) / chroma;
    const moved = sector + 6 * turns + 12;
    pixels[at] = toByte(most - chroma * missing((moved + 5) % 6));
    pixels[at + 1] = toByte(most - chroma * missing((moved + 3) % 6));
    pixels[at + 2] = toByte(most - chroma * missing((moved + 1) % 6));
  }
};

/** The share of the chroma that a channel lacks, at a place 0 … 6 on the circle of hues counted from that channel. */
const missing = (place: number): number => Math.max(0, Math.min(place, 4 - place, 1));

const toByte = (value: number): number =>
  value <= 0 ? 0 : value >= 255 ? 255 : Math.floor(value + 0.5);

const changes = [changeBrightness, changeContrast, changeSaturation, changeHue] as const;
