/** Kinds of image files that are read. */
const READ_TYPES = ['jpeg', 'png', 'webp', 'tiff', 'gif', 'avif'] as const;

/**
 * What a file is by its first bytes; `array`: values in a packed file, `empty` has none, `other` is no image that is known here. `raw` is a
 * TIFF whose name says that a camera wrote what its sensor saw: of these only a small preview could be read.
 */
export type FileType =
  | (typeof READ_TYPES)[number]
  | 'array'
  | 'raw'
  | 'heic'
  | 'svg'
  | 'bmp'
  | 'netpbm'
  | 'jpeg2000'
  | 'npy'
  | 'empty'
  | 'other';

const textAt = (bytes: Uint8Array, at: number, length: number): string =>
  Buffer.from(bytes.subarray(at, at + length)).toString('latin1');

const startsWith = (bytes: Uint8Array, at: number, text: string): boolean =>
  textAt(bytes, at, text.length) === text;

/** PBM, PGM and PPM: their mark and the width, perhaps after comments. */
const NETPBM = /^P[1-6]\s+(?:#[^\n]*\n\s*)*\d/;

/** The kind of a file by its content. */
export function fileType(bytes: Uint8Array): FileType {
  if (bytes.length === 0) return 'empty';
  if (startsWith(bytes, 0, '\xff\xd8\xff')) return 'jpeg';
  if (startsWith(bytes, 0, '\x89PNG\r\n\x1a\n')) return 'png';
  if (startsWith(bytes, 0, 'RIFF') && startsWith(bytes, 8, 'WEBP')) return 'webp';
  if (['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].some((mark) => startsWith(bytes, 0, mark)))
    return 'tiff';
  if (startsWith(bytes, 0, 'GIF8')) return 'gif';
  if (startsWith(bytes, 0, 'BM') && bytes.length > 26) return 'bmp';
  if (startsWith(bytes, 0, '\0\0\0\x0cjP  \r\n\x87\n') || startsWith(bytes, 0, '\xff\x4f\xff\x51'))
    return 'jpeg2000';
  if (startsWith(bytes, 0, '\x93NUMPY')) return 'npy';
  if (startsWith(bytes, 4, 'ftyp')) return startsWith(bytes, 8, 'avi') ? 'avif' : 'heic';
  const text = textAt(bytes, 0, 1000);
  if (NETPBM.test(text)) return 'netpbm';
  return /^\s*(\xef\xbb\xbf)?\s*<(\?xml|!DOCTYPE svg|svg|!--)/.test(text) && /<svg/i.test(text)
    ? 'svg'
    : 'other';
}

const RAW_NAME = /\.(cr2|nef|nrw|arw|srf|sr2|dng|pef|srw|3fr|erf|iiq)$/i;

/** What a file of this kind is if its name counts, too. */
export const typeByName = (name: string, type: FileType): FileType =>
  type === 'tiff' && RAW_NAME.test(name) ? 'raw' : type;

const IMAGE_NAME =
  /\.(jpe?g|jpe|jfif|png|webp|tiff?|gif|avif|heic|heif|bmp|svg|cr2|nef|arw|dng|dcm)$/i;

/** Whether a file is to be an image by its name. */
const isImageName = (name: string): boolean => IMAGE_NAME.test(name);

const isRead = (type: FileType): boolean =>
  type === 'array' || (READ_TYPES as readonly string[]).includes(type);

/**
 * Whether a file counts as an image of the dataset: by its content, whatever its name is, or by its name, so that a damaged
 * image is found.
 */
export const countsAsImage = (name: string, type: FileType): boolean =>
  isRead(type) || isImageName(name);

const ADVICE: Partial<Record<FileType, string>> = {
  empty: 'an empty file',
  raw: 'RAW of a camera, of which only a small preview could be read; export it as JPEG or TIFF',
  heic: 'HEIC is not read; save it as JPEG or PNG',
  svg: 'SVG is a drawing program, not pixels; save it as PNG',
  bmp: 'BMP is not read; save it as PNG',
  netpbm: 'PPM, PGM and PBM are not read; save it as PNG',
  jpeg2000: 'JPEG 2000 is not read; save it as PNG',
  npy: 'an array of numpy alone is not read; save it as PNG, or all images as one .npz',
};

/** Why a file of this kind gives no image; undefined for kinds that are read. */
export const typeFault = (type: FileType): string | undefined =>
  isRead(type) ? undefined : (ADVICE[type] ?? `not an image (expected ${READ_TYPES.join(', ')})`);
