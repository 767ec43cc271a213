const MAKE = 0x010f;
const MODEL = 0x0110;
/** The type of a text in a tag. */
const ASCII = 2;
/** Bytes of an entry of a directory: tag, type, length, value or its place. */
const ENTRY = 12;
const LONGEST = 100;

/** Make and model of the camera in the EXIF block of an image, e.g. `Canon EOS 5D`; empty where it names none, or is damaged. */
export function cameraOf(exif: Uint8Array | undefined): string {
  if (exif === undefined) return '';
  const whole = Buffer.from(exif.buffer, exif.byteOffset, exif.length);
  const tiff = whole.toString('latin1', 0, 4) === 'Exif' ? whole.subarray(6) : whole;
  try {
    const texts = textsOf(tiff);
    return [texts.get(MAKE), texts.get(MODEL)].filter((text) => text).join(' ');
  } catch {
    return ''; // It leads to a place beyond its end.
  }
}

/** The texts of the first directory, by tag. */
function textsOf(tiff: Buffer): Map<number, string> {
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const long = (at: number) => (isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const texts = new Map<number, string>();
  const directory = long(4);
  const entries = short(directory);
  for (let at = directory + 2; at < directory + 2 + entries * ENTRY; at += ENTRY) {
    if (short(at + 2) !== ASCII) continue;
    const length = long(at + 4);
    const from = length > 4 ? long(at + 8) : at + 8;
    const text = tiff.toString('latin1', from, from + Math.min(length, LONGEST));
    texts.set(short(at), text.split('\0', 1)[0]!.trim());
  }
  return texts;
}
