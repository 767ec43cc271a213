import sharp from 'sharp';
import { picture } from '../testing/picture-folder';
import { cameraOf } from './camera';

/** A block with the byte order of Motorola: make in its place beyond the directory, a model of 3 characters inside it. */
function block(make: string): Buffer {
  const bytes = Buffer.alloc(8 + 2 + 24 + 4 + make.length + 1);
  bytes.write('MM\0*', 0, 'latin1');
  bytes.writeUInt32BE(8, 4);
  bytes.writeUInt16BE(2, 8);
  const entry = (at: number, tag: number, length: number) => {
    bytes.writeUInt16BE(tag, at);
    bytes.writeUInt16BE(2, at + 2);
    bytes.writeUInt32BE(length, at + 4);
  };
  entry(10, 0x010f, make.length + 1);
  bytes.writeUInt32BE(38, 18);
  entry(22, 0x0110, 4);
  bytes.write('X1\0', 30, 'latin1');
  bytes.write(make, 38, 'latin1');
  return bytes;
}

describe('the camera of an image', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('is read from the EXIF block of a %s', async (kind) => {
    const bytes = await sharp(await picture('disc', 1))
      .withExif({ IFD0: { Make: 'Canon', Model: 'EOS 5D', ImageDescription: 'a disc' } })
      .toFormat(kind)
      .toBuffer();
    const { exif } = await sharp(bytes).metadata();
    expect(exif).toBeDefined();
    expect(cameraOf(exif)).toBe('Canon EOS 5D');
  });

  it('is read in both orders of bytes, with and without the name of the block', () => {
    expect(cameraOf(block('Nikon Corporation'))).toBe('Nikon Corporation X1');
    const named = Buffer.concat([Buffer.from('Exif\0\0'), block('Nikon')]);
    expect(cameraOf(named)).toBe('Nikon X1');
  });

  it('is none without a block, and in one that is cut off anywhere or no block', () => {
    const whole = block('Nikon');
    const cameras = Array.from({ length: whole.length }, (_, end) =>
      cameraOf(whole.subarray(0, end)),
    );
    expect(cameras.slice(0, 31).every((camera) => camera === '')).toBe(true);
    expect(cameraOf(undefined)).toBe('');
    expect(cameraOf(Buffer.alloc(200, 255))).toBe('');
  });
});
