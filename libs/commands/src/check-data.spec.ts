import sharp from 'sharp';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { resolveSource } from '@nhat/documents/source';
import { inspectFolder } from '@nhat/sources/inspect-folder';
import { sources } from '@nhat/sources/registry';
import { SHAPE_NAMES, picture, put } from '@nhat/sources/testing/picture-folder';
import { borderOfPixels } from '@nhat/stages/imaging/border-of-pixels';

const root = temporaryFolder('check-data');
const COUNT = 60;

/** 180 drawn pictures; `sky`: with a bright strip along the upper edge, as a sky gives one. */
async function pictures(name: string, sky: boolean): Promise<string> {
  const path = join(root, name);
  mkdirSync(path);
  const strip = { create: { width: 40, height: 4, channels: 3, background: '#cfe6ff' } } as const;
  for (const shape of SHAPE_NAMES) {
    for (let at = 0; at < COUNT; at++) {
      const plain = await picture(shape, at);
      const bytes = sky
        ? await sharp(plain)
            .composite([{ input: strip, gravity: 'north' }])
            .png()
            .toBuffer()
        : plain;
      put(path, `${shape}/${at}.png`, bytes);
    }
  }
  return path;
}

const looked: number[] = [];
const borderOf = async (path: string) => {
  const source = resolveSource({ name: 'folder', path }, sources);
  const config = { dataset: 'own', resolution: 32, counts: null, source };
  const measureBorder: typeof borderOfPixels = (images, size) => {
    looked.push(images.train.length + images.heldOut.length);
    return borderOfPixels(images, size);
  };
  const card = await inspectFolder(config, { root, environment: {} }, { measureBorder });
  return card.border!;
};

describe('how well the border of own images gives away their turn', () => {
  it('is little for backgrounds of one colour, and nearly all for a sky', async () => {
    const plain = await borderOf(await pictures('plain', false));
    expect(Math.max(plain.linear, plain.cnn)).toBeLessThan(0.5);
    const sky = await borderOf(await pictures('sky', true));
    expect(Math.max(sky.linear, sky.cnn)).toBeGreaterThan(0.9);
    expect(looked).toEqual([3 * COUNT, 3 * COUNT]);
  });

  it('is measured once for the same images', async () => {
    const before = looked.length;
    const again = await borderOf(join(root, 'sky'));
    expect(again.cnn).toBeGreaterThan(0.5);
    expect(looked).toHaveLength(before);
  });
});
