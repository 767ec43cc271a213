import { join } from 'node:path';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { sha256 } from '@nhat/artifacts';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import type { DatasetConfig } from '@nhat/documents';
import { resolveSource } from '@nhat/documents/source';
import { inspectFolder } from '../inspect-folder';
import { sources } from '../registry';
import { picture, put, putClasses } from '../testing/picture-folder';
import { notesOf } from './file-notes';

const root = temporaryFolder('notes');
const NONE = { camera: '', oriented: false, profiled: false, largest: null, plain: false };

/** A JPEG whose EXIF block names the maker of a camera, and nothing else. */
async function byMaker(image: Sharp, maker: string): Promise<Buffer> {
  const jpeg = await image.jpeg().toBuffer();
  const exif = Buffer.alloc(6 + 8 + 2 + 12 + 4 + maker.length + 1);
  exif.write('Exif\0\0MM\0*', 0, 'latin1');
  exif.writeUInt32BE(8, 10);
  exif.writeUInt16BE(1, 14);
  exif.writeUInt16BE(0x010f, 16);
  exif.writeUInt16BE(2, 18);
  exif.writeUInt32BE(maker.length + 1, 20);
  exif.writeUInt32BE(26, 24);
  exif.write(maker, 32, 'latin1');
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(exif.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}

/** Grey, 40 × 32 pixels, with 16 bits a channel and values up to `largest`. */
const deep = (largest: number): Sharp => {
  const values = Uint16Array.from({ length: 40 * 32 }, (_, at) => (at * 37) % (largest + 1));
  values[100] = largest;
  const raw = { width: 40, height: 32, channels: 1 as const };
  return sharp(values, { raw }).toColourspace('grey16').png();
};
const flat = (sigma: number): Sharp =>
  sharp({
    create: {
      ...{ width: 320, height: 240, channels: 3, background: '#000' },
      noise: { type: 'gaussian', mean: 20, sigma },
    },
  });
const drawn = async (): Promise<Sharp> => sharp(await picture('disc', 1));

describe('the notes of a file', () => {
  const cases: [string, () => Promise<Buffer>, object][] = [
    ['a drawn picture', () => picture('disc', 1), NONE],
    [
      'a JPEG that was taken upright',
      async () => (await drawn()).withMetadata({ orientation: 1 }).jpeg().toBuffer(),
      { oriented: true, profiled: true },
    ],
    ['a camera alone', async () => byMaker(await drawn(), 'Nikon'), { camera: 'Nikon' }],
    [
      'a TIFF, which always says which side is up',
      async () => (await drawn()).tiff().toBuffer(),
      { oriented: false },
    ],
    [
      'CMYK with a profile',
      async () => (await drawn()).withIccProfile('cmyk').jpeg().toBuffer(),
      { profiled: true },
    ],
    [
      'CMYK without',
      async () => (await drawn()).toColourspace('cmyk').jpeg().toBuffer(),
      { profiled: false },
    ],
    ['12 bits in 16', () => deep(4095).toBuffer(), { largest: 4095, plain: false }],
    ['16 bits', () => deep(65_535).toBuffer(), { largest: 65_535 }],
    ['a black frame with its noise', () => flat(4).jpeg().toBuffer(), { plain: true }],
    ['no image', () => Promise.resolve(Buffer.from('hello')), NONE],
  ];
  it.each(cases)('are those of %s', async (_, write, expected) => {
    const bytes = await write();
    put(root, 'one', bytes);
    const file = { path: join(root, 'one'), sha256: sha256(bytes) };
    const [notes] = await notesOf([{ file } as never], root);
    expect(notes).toMatchObject(expected);
  });

  it('tell values in a packed file that are all alike', async () => {
    put(root, 'values', Buffer.from([...new Uint8Array(12).fill(9), ...Array(12).keys()]));
    const part = (offset: number) => ({
      file: {
        ...{ path: join(root, 'values'), sha256: `values ${offset}` },
        part: { offset, length: 12, shape: [2, 2, 3] },
      },
    });
    const notes = await notesOf([part(0), part(12)] as never, root);
    expect(notes.map(({ plain }) => plain)).toEqual([true, false]);
  });
});

it('a card counts them', async () => {
  const path = join(root, 'photos');
  await putClasses(path, 3, { width: 40, height: 32 });
  put(path, 'disc/taken.jpg', await byMaker(await drawn(), 'Nikon'));
  put(path, 'disc/printed.jpg', await (await drawn()).toColourspace('cmyk').jpeg().toBuffer());
  put(path, 'bar/large.jpg', await (await drawn()).resize(90, 70).jpeg().toBuffer());
  put(path, 'bar/black.png', await flat(1).png().toBuffer());
  put(path, 'bar/deep.png', await deep(1023).toBuffer());
  const config: DatasetConfig = {
    ...{ dataset: 'own', resolution: 32, counts: null },
    source: resolveSource({ name: 'folder', path }, sources),
  };
  const { counts, largest, plain } = await inspectFolder(config, { root, environment: {} });
  expect(counts).toMatchObject({
    ...{ oriented: 0, unoriented: 1, printed: 1, unprofiled: 1, deep: 1, blocky: 2 },
  });
  expect(largest).toBe(1023);
  expect(plain).toContain('bar/black.png');
});
