import fs from 'node:fs';
import path from 'node:path';
import { libraryNames } from './platform';

/** TensorFlow's C library on disk, with what is needed to compile and link against it. */
export interface Libraries {
  /** e.g. `tensorflow-cpu-2.21.0`; part of the name of the cached addon. */
  name: string;
  /** Paths of the two libraries. */
  files: [string, string];
  /** Folder with the C headers. */
  include: string;
  /** The version the addon must report. */
  version: string;
}

/** Why a way to a native engine failed. */
export class Unavailable extends Error {}

/** The libraries in the `tensorflow` folder of an unpacked or installed Python package; undefined if incomplete. */
export function librariesIn(
  folder: string,
  name: string,
  version: string,
  platform: string = process.platform,
): Libraries | undefined {
  const files = libraryNames(platform, 'wheel').map((file) => path.join(folder, file));
  const include = path.join(folder, 'include');
  const needed = [...files, path.join(include, 'tensorflow/c/eager/c_api.h')];
  if (!needed.every((file) => fs.existsSync(file))) return undefined;
  return { name, files: files as [string, string], include, version };
}
