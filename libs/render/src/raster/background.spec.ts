import type { QuarterTurn, Texture } from '../scene/scene';
import { keyPosition } from '../scene/light';
import { tileCollection } from '../textures';
import { paintBackground } from './background';
import { linearTable } from './srgb';

const SIZE = 24;
const KEY = keyPosition(-0.5);
const tiles = tileCollection(3);

/** An image of the background alone, `[SIZE, SIZE, 3]`, linear. */
function background(texture: Texture, lit: boolean): Float32Array {
  const light = new Float32Array(SIZE * SIZE * 3);
  const share = new Float32Array(SIZE * SIZE).fill(1);
  const material = { colour: [0, 0, 0] as const, mix: 0, texture };
  const buffers = { size: SIZE, share, light, table: linearTable() };
  paintBackground(material, tiles(texture.tile), KEY, lit, buffers);
  return light;
}

/** The image turned clockwise by 90°. */
const turned = (image: Float32Array): Float32Array =>
  image.map((_, at) => {
    const [pixel, channel] = [Math.floor(at / 3), at % 3];
    const [row, column] = [Math.floor(pixel / SIZE), pixel % SIZE];
    return image[((SIZE - 1 - column) * SIZE + row) * 3 + channel]!;
  });

function meanDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + Math.abs(value - b[at]!), 0) / a.length;
}

describe('a textured background', () => {
  // One tile of each of six families, all of them with a direction.
  const texture = (tile: number, turn: number): Texture => ({
    ...{ tile, repeats: 0.4, offset: [0.3, 0.8] },
    turn: (turn % 4) as QuarterTurn,
  });

  it.each([1, 11, 12, 13, 17, 18])(
    'shows tile %i turned by a quarter like a turned image, if it is unlit',
    (tile) => {
      for (let turn = 0; turn < 4; turn++) {
        const image = background(texture(tile, turn), false);
        const next = background(texture(tile, turn + 1), false);
        // Not to the last bit, because the sampler rounds places to 1/256 of a texel.
        const difference = meanDifference(next, turned(image));
        expect(difference).toBeLessThan(0.05 * meanDifference(next, image));
      }
    },
  );
});
