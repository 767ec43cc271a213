import { join } from 'node:path';
import sharp from 'sharp';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { inspectFolder } from '../inspect-folder';
import { folderConfig } from '../testing/folder-config';
import { SHAPE_NAMES, put } from '../testing/picture-folder';

const root = temporaryFolder('look-alikes');
const place = { root, environment: {} };
const EACH = 8;

/** Lines on white, as in clip art: most of the picture is plain. */
function drawing(shape: string, number: number): Promise<Buffer> {
  const at = SHAPE_NAMES.indexOf(shape) * EACH + number;
  const point = (k: number) =>
    `${12 + ((at * 37 + k * k * 53) % 76)},${12 + ((at * 61 + k * 29) % 76)}`;
  const points = [1, 2, 3, 4, 5].map(point).join(' ');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><rect width="100%" height="100%" fill="white"/><polygon points="${points}" fill="rgb(${(at * 50) % 200},80,${(at * 90) % 200})"/></svg>`;
  return sharp(Buffer.from(svg)).removeAlpha().png().toBuffer();
}

it('a test image that was saved as JPEG into the training images looks like it, and no other does', async () => {
  const path = join(root, 'drawings');
  for (const shape of SHAPE_NAMES) {
    for (let number = 0; number < EACH; number++) {
      const bytes = await drawing(shape, number);
      put(path, `${number % 2 === 0 ? 'test' : 'train'}/${shape}/${number}.png`, bytes);
      if (number % 4 !== 0) continue;
      const copy = await sharp(bytes).jpeg({ quality: 85 }).toBuffer();
      put(path, `train/${shape}/copy of ${number}.jpg`, copy);
    }
  }
  const config = { ...folderConfig(path, { validation: 0 }), resolution: 32 };
  const { nearCopies } = await inspectFolder(config, place);
  const expected = SHAPE_NAMES.flatMap((shape) =>
    [0, 4].map((number) => ({
      test: `test/${shape}/${number}.png`,
      train: `train/${shape}/copy of ${number}.jpg`,
    })),
  );
  expect(nearCopies).toHaveLength(expected.length);
  expect(nearCopies).toEqual(expect.arrayContaining(expected));
  expect((await inspectFolder(config, place)).nearCopies).toEqual(nearCopies);
});
