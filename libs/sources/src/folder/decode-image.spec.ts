import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { sha256 } from '@nhat/artifacts';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { decodeImage } from './decode-image';
import type { Background } from './decode-image';
import type { ValueRange } from './value-range';

const folder = temporaryFolder('decode');
const SIZE = 16;
const GREEN: Background = [0, 200, 0];

/** Four quarters: red, green, blue and white from the upper left on, with a pattern that resizing blurs. */
const quarters = ((): Sharp => {
  const side = 48;
  const pixels = Buffer.alloc(side * side * 3);
  const colours = [
    [220, 30, 30],
    [30, 220, 30],
    [30, 30, 220],
    [240, 240, 240],
  ];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const colour = colours[(y < side / 2 ? 0 : 2) + (x < side / 2 ? 0 : 1)]!;
      for (let c = 0; c < 3; c++) pixels[(y * side + x) * 3 + c] = colour[c]! - ((x + y) % 4) * 5;
    }
  }
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } });
})();

async function decoded(bytes: Uint8Array, range?: ValueRange) {
  const path = join(folder, 'image');
  writeFileSync(path, bytes);
  return decodeImage({ path }, SIZE, GREEN, range);
}

/** The colours in the middle of the four quarters. */
const middles = (pixels: Uint8Array): number[][] =>
  [4, 11].flatMap((y) =>
    [4, 11].map((x) => [...pixels.subarray((y * SIZE + x) * 3, (y * SIZE + x) * 3 + 3)]),
  );

const distance = (a: number[][], b: number[][]): number =>
  Math.max(...a.flat().map((value, at) => Math.abs(value - b.flat()[at]!)));

describe('an imported image', () => {
  const formats: [string, () => Sharp, number][] = [
    ['PNG', () => quarters.clone().png(), 0],
    ['PNG of 16 bits', () => quarters.clone().toColourspace('rgb16').png(), 2],
    [
      'PNG with a palette',
      () => quarters.clone().png({ palette: true, colours: 64, dither: 0 }),
      24,
    ],
    ['JPEG', () => quarters.clone().jpeg({ quality: 95 }), 12],
    ['progressive JPEG', () => quarters.clone().jpeg({ quality: 95, progressive: true }), 12],
    ['WebP', () => quarters.clone().webp({ lossless: true }), 2],
    ['TIFF', () => quarters.clone().tiff({ compression: 'lzw' }), 0],
    ['GIF', () => quarters.clone().gif(), 24],
    ['AVIF', () => quarters.clone().avif({ lossless: true }), 6],
    ['JPEG in CMYK', () => quarters.clone().toColourspace('cmyk').jpeg({ quality: 95 }), 130],
  ];
  it.each(formats)('is in sRGB with 8 bits, from %s', async (name, write, tolerance) => {
    const plain = await decoded(await quarters.clone().png().toBuffer());
    const { pixels, facts } = await decoded(await write().toBuffer());
    expect(pixels).toHaveLength(SIZE * SIZE * 3);
    expect(distance(middles(pixels), middles(plain.pixels))).toBeLessThanOrEqual(tolerance);
    expect([facts.deep, facts.printed]).toEqual([name.includes('16'), name.includes('CMYK')]);
  });

  it.each([1, 3, 6, 8])('is turned upright by the EXIF tag %i', async (orientation) => {
    const plain = await decoded(await quarters.clone().png().toBuffer());
    const turn = { 1: 0, 3: 180, 6: 270, 8: 90 }[orientation]!;
    const stored = await quarters.clone().rotate(turn).png().toBuffer();
    const { pixels, facts } = await decoded(
      await sharp(stored).withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer(),
    );
    expect(distance(middles(pixels), middles(plain.pixels))).toBeLessThanOrEqual(12);
    expect(facts.turned).toBe(orientation > 1);
  });

  it('lies over the background where it is transparent, whatever colour is hidden there', async () => {
    const hidden = async (red: number) => {
      const pixels = Buffer.alloc(32 * 32 * 4);
      for (let at = 0; at < pixels.length; at += 4)
        pixels.set([red, 0, 0, at < pixels.length / 2 ? 0 : 255], at);
      return decoded(
        await sharp(pixels, { raw: { width: 32, height: 32, channels: 4 } })
          .png()
          .toBuffer(),
      );
    };
    const { pixels, facts } = await hidden(90);
    expect([...pixels.subarray(0, 3)]).toEqual([...GREEN]);
    expect([...pixels.subarray(-3)]).toEqual([90, 0, 0]);
    expect(facts.transparent).toBe(true);
    const other = await hidden(10);
    expect([...other.pixels.subarray(0, 3)]).toEqual([...GREEN]);
  });

  it('has three equal channels where it is grey, of 8 or 16 bits', async () => {
    for (const space of ['b-w', 'grey16']) {
      const { pixels, facts } = await decoded(
        await quarters.clone().toColourspace(space).png().toBuffer(),
      );
      const [r, g, b] = pixels.subarray(0, 3);
      expect([r === g && g === b, facts.grey]).toEqual([true, true]);
    }
  });

  it('is the middle of a wide one, enlarged where it is small', async () => {
    const wide = await quarters
      .clone()
      .extend({ left: 48, right: 48, background: '#000' })
      .png()
      .toBuffer();
    const plain = await decoded(await quarters.clone().png().toBuffer());
    const cut = await decoded(wide);
    expect(distance(middles(cut.pixels), middles(plain.pixels))).toBeLessThanOrEqual(2);
    expect([cut.facts.width, cut.facts.height, cut.facts.enlarged]).toEqual([144, 48, false]);
    const small = await decoded(await quarters.clone().resize(8, 8).png().toBuffer());
    expect(small.facts.enlarged).toBe(true);
  });

  it('is scaled by the range of the dataset where it has more than 8 bits, and only there', async () => {
    const values = Uint16Array.from({ length: 32 * 32 }, (_, at) => (at < 512 ? 1000 : 4095));
    const raw = { width: 32, height: 32, channels: 1 as const };
    for (const space of ['grey16', 'rgb16']) {
      const bytes = await sharp(values, { raw }).toColourspace(space).png().toBuffer();
      const { pixels, facts } = await decoded(bytes, [1000, 4095]);
      expect([pixels[0], pixels.at(-1), facts.deep]).toEqual([0, 255, true]);
      const half = await decoded(bytes, [0, 8190]);
      expect([half.pixels[0], half.pixels.at(-1)]).toEqual([31, 128]);
    }
    const floating = await decoded(floats(0.25), [-0.25, 0.75]);
    expect([...floating.pixels.subarray(0, 3)]).toEqual([128, 128, 128]);
    const png = await quarters.clone().png().toBuffer();
    expect((await decoded(png, [0, 100])).pixels).toEqual((await decoded(png)).pixels);
  });

  it('is the first frame of several', async () => {
    const frames = Buffer.concat([Buffer.alloc(32 * 32 * 3, 200), Buffer.alloc(32 * 32 * 3, 20)]);
    const raw = { width: 32, height: 64, channels: 3 as const, pageHeight: 32 };
    const { pixels, facts } = await decoded(await sharp(frames, { raw }).gif().toBuffer());
    expect([facts.pages, pixels[0]! > 150]).toEqual([true, true]);
  });

  it('has these bytes, on every machine', async () => {
    const digests = [];
    for (const write of [
      () => quarters.clone().png(),
      () => quarters.clone().resize(70, 50, { fit: 'fill', kernel: 'nearest' }).png(),
      () => quarters.clone().resize(9, 13, { fit: 'fill', kernel: 'nearest' }).png(),
    ]) {
      digests.push(sha256((await decoded(await write().toBuffer())).pixels).slice(0, 16));
    }
    expect(digests).toEqual(GOLDEN);
  });
});

/** Digests of pixels by sharp 0.35.5; another version that gives others makes all imported images anew. */
const GOLDEN = ['9dcf569d2341e14b', '2cb19f25180314b1', 'e7c52914e0843014'];

/** A JPEG that says that it has 110 megapixels. */
async function giant(): Promise<Uint8Array> {
  const bytes = await quarters.clone().jpeg().toBuffer();
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(10_000, frame + 5);
  bytes.writeUInt16BE(11_000, frame + 7);
  return bytes;
}

/** A TIFF of 4 × 4 equal floating-point values. */
function floats(value = 0): Uint8Array {
  const [short, long] = [3, 4];
  const fields = [
    [256, short, 4],
    [257, short, 4],
    [258, short, 32],
    [259, short, 1],
    [262, short, 1],
    [273, long, 150],
    [277, short, 1],
    [278, short, 4],
    [279, long, 64],
    [339, short, 3],
  ];
  const bytes = Buffer.alloc(150 + 64);
  for (let at = 150; at < bytes.length; at += 4) bytes.writeFloatLE(value, at);
  bytes.write('II*\0', 'latin1');
  bytes.writeUInt32LE(8, 4);
  bytes.writeUInt16LE(fields.length, 8);
  fields.forEach(([tag, type, value], at) => {
    bytes.writeUInt16LE(tag!, 10 + at * 12);
    bytes.writeUInt16LE(type!, 12 + at * 12);
    bytes.writeUInt32LE(1, 14 + at * 12);
    bytes.writeUInt32LE(value!, 18 + at * 12);
  });
  return bytes;
}

describe('a file that gives no image', () => {
  const png = () => quarters.clone().png().toBuffer();
  const cases: [string, () => Promise<Uint8Array>, RegExp][] = [
    ['empty', () => Promise.resolve(new Uint8Array()), /empty/],
    ['text', () => Promise.resolve(Buffer.from('hello')), /not an image/],
    [
      'SVG',
      () =>
        Promise.resolve(
          Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
        ),
      /SVG.*PNG/,
    ],
    ['a truncated PNG', async () => (await png()).subarray(0, -40), /./],
    [
      'a truncated JPEG',
      async () => (await quarters.clone().jpeg().toBuffer()).subarray(0, -60),
      /premature|./,
    ],
    [
      'a PNG with a flipped byte',
      async () => {
        const bytes = await png();
        bytes[Math.floor(bytes.length / 2)]! ^= 0x40;
        return bytes;
      },
      /./,
    ],
    ['more than 100 megapixels', giant, /100 megapixels/],
    ['floating-point values', () => Promise.resolve(floats()), /type float.*8 or 16 bits.*range/],
  ];
  it.each(cases)('is refused in one line: %s', async (_, bytes, message) => {
    const error = await decoded(await bytes()).then(
      () => undefined,
      (found: Error) => found.message,
    );
    expect(error).toMatch(message);
    expect(error).not.toContain('\n');
  });
});
