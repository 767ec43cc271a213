import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import type { DatasetConfig, JsonObject } from '@nhat/documents';
import { resolveSource } from '@nhat/documents/source';
import { folder, folderSource } from '../folder';
import { findImages } from '../folder/find-images';
import type { FoundImage } from '../folder/found-image';
import { optionsOf } from '../folder/plan-import';
import { sources } from '../registry';
import { npy } from './npy-file';

export const root = temporaryFolder('packed');
export const place = { root, environment: {} };
export const SIDE = 16;

export const configOf = (path: string, options: JsonObject = {}): DatasetConfig => ({
  ...{ dataset: 'own', resolution: SIDE, counts: null },
  source: resolveSource({ name: 'folder', path, ...options }, sources),
});
export const opened = (path: string, options?: JsonObject) =>
  folder.open(configOf(path, options), place);
export const keyOf = (path: string, options?: JsonObject) =>
  folderSource.ingredients!(configOf(path, options), place);
export const foundIn = async (path: string, options?: JsonObject): Promise<FoundImage[]> =>
  (await findImages(optionsOf(configOf(path, options)), place)).images;
/** Each combination of what is said of images, once. */
export const sayings = (found: readonly FoundImage[], ...keys: ('label' | 'split' | 'group')[]) => [
  ...new Set(found.map((image) => keys.map((key) => String(image[key])).join(' '))),
];

let folders = 0;
/** Makes a folder that no other test uses. */
export function ownFolder(): string {
  const path = join(root, `${folders++}`);
  mkdirSync(path);
  return path;
}

/** Writes a file into a folder of its own, and returns its path. */
export function put(name: string, bytes: Uint8Array): string {
  const path = ownFolder();
  writeFileSync(join(path, name), bytes);
  return join(path, name);
}

/** Bytes of images of 16 × 16 pixels: those of class c have a white column c. */
export const images = (labels: readonly number[], channels = 1): Buffer =>
  Buffer.concat(
    labels.map((label, i) =>
      Buffer.from(
        Array.from({ length: SIDE * SIDE * channels }, (_, at) =>
          Math.floor(at / channels) % SIDE === label ? 255 : i,
        ),
      ),
    ),
  );
export const zip = (arrays: Record<string, Buffer>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(arrays).map(([name, one]) => [`${name}.npy`, one])));
export const labels = Array.from({ length: 30 }, (_, at) => at % 3);
export const allImages = (channels?: number) =>
  npy('|u1', [30, SIDE, SIDE, ...(channels ? [channels] : [])], images(labels, channels));
export const int64 = (values: readonly number[], shape = [values.length]) =>
  npy('<i8', shape, Buffer.from(BigInt64Array.from(values.map(BigInt)).buffer));
