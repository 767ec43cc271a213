import { join } from 'node:path';
import sharp from 'sharp';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { SHAPE_NAMES, picture, put } from '../testing/picture-folder';
import { lookAtArrays } from './array-images';
import { decodeImage } from './decode-image';
import { edgeSigns } from './edge-signs';
import { notesOf } from './file-notes';
import type { FoundImage } from './found-image';

const root = temporaryFolder('array-images');
const [WIDTH, HEIGHT, SIZE] = [40, 32, 32];

/** Pictures as values in one file, with so many channels. */
async function arrays(channels: 1 | 3 | 4): Promise<Pick<FoundImage, 'file'>[]> {
  const values = await Promise.all(
    SHAPE_NAMES.map(async (shape, at) => {
      const input = sharp(await picture(shape, at, { width: WIDTH, height: HEIGHT }));
      const image =
        channels === 1 ? input.greyscale() : channels === 4 ? input.ensureAlpha(0.5) : input;
      return image.raw().toBuffer();
    }),
  );
  const name = `${channels}.images`;
  put(root, name, Buffer.concat(values));
  return values.map(({ length }, at) => ({
    file: {
      ...{ name: `${at}`, path: join(root, name), size: length, mtime: 0, inode: 0 },
      ...{ sha256: `${channels} ${at}`, type: 'array' },
      part: { offset: at * length, length, shape: [HEIGHT, WIDTH, channels] },
    },
  }));
}

it.each([1, 3, 4] as const)(
  'knows of values in %i channels what decoding them finds',
  async (channels) => {
    const images = await arrays(channels);
    const done: number[] = [];
    const seen = lookAtArrays(images, SIZE, (one) => done.push(one));
    expect(done).toEqual([1, 2, 3]);
    const notes = await notesOf(images, root);
    for (const [at, { file }] of images.entries()) {
      const { facts, pixels } = await decodeImage(file, SIZE, [128, 128, 128]);
      // The short side has the size, so that decoding only cuts the middle out.
      expect(seen.get(file.sha256)).toEqual({
        facts,
        notes: notes[at],
        signs: edgeSigns(pixels, SIZE),
      });
    }
  },
);
