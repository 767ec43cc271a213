import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { makeFolder } from '@nhat/artifacts';
import type { BuildContext } from './build-context';
import { Unavailable } from './libraries';
import type { Libraries } from './libraries';
import { libraryNames } from './platform';
import { runCommand } from './run-command';

/** What tfjs-node-gpu 4.22 would install by itself. */
const officialVersion = '2.9.1';

/**
 * The archive that tfjs-node-gpu's own installer fetches, from the address that its script holds (or
 * `TFJS_NODE_BASE_URI`). Old, and out of reach on many networks: tried last, given up quickly. Untested.
 */
export async function officialLibraries(
  packageFolder: string,
  { cache, log, say }: BuildContext,
): Promise<Libraries> {
  if (`${process.platform}-${process.arch}` !== 'linux-x64') {
    throw new Unavailable('no official library for this platform');
  }
  const name = `libtensorflow-${officialVersion}`;
  const home = path.join(cache, `${name}-${process.platform}-${process.arch}`);
  const part = `${home}.part`;
  if (!fs.existsSync(home)) {
    fs.rmSync(part, { recursive: true, force: true });
    makeFolder(path.join(part, 'unpacked'));
    try {
      const archive = path.join(part, 'library.tar.gz');
      await fetchFile(
        `${baseAddress(packageFolder)}cpu-linux-x86_64-${officialVersion}.tar.gz`,
        archive,
        () => say(`downloading the official libtensorflow ${officialVersion} …`),
      );
      const args = ['-xzf', archive, '-C', path.join(part, 'unpacked')];
      const unpacked = await runCommand('tar', args, { timeoutMs: 300_000, log });
      if (!unpacked.ok) throw new Unavailable(`could not unpack it: ${unpacked.why}`);
      fs.renameSync(path.join(part, 'unpacked'), home);
    } finally {
      fs.rmSync(part, { recursive: true, force: true });
    }
  }
  const files = libraryNames(process.platform, 'official').map((file) =>
    path.join(home, 'lib', file),
  );
  return {
    name,
    files: files as [string, string],
    include: path.join(home, 'include'),
    version: officialVersion,
  };
}

function baseAddress(packageFolder: string): string {
  const given = process.env['TFJS_NODE_BASE_URI'];
  if (given) return given;
  const script = fs.readFileSync(path.join(packageFolder, 'scripts/install.js'), 'utf8');
  const host = /'(https:[^']+)'/.exec(script)?.[1];
  if (!host) throw new Unavailable('the installer of tfjs-node-gpu names no address');
  return `${host}tensorflow/libtensorflow/libtensorflow-`;
}

/** Downloads with a limit of 8 s to the first byte and of 5 minutes in all. */
async function fetchFile(address: string, file: string, onStart: () => void): Promise<void> {
  const stop = new AbortController();
  const first = setTimeout(() => stop.abort(), 8_000);
  const all = setTimeout(() => stop.abort(), 300_000);
  try {
    const response = await fetch(address, { signal: stop.signal });
    clearTimeout(first);
    if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
    onStart();
    const body = Readable.fromWeb(response.body as ReadableStream);
    await pipeline(body, fs.createWriteStream(file), { signal: stop.signal });
  } catch (error) {
    const { message, cause } = error as Error;
    const why = stop.signal.aborted ? 'too slow' : cause instanceof Error ? cause.message : message;
    throw new Unavailable(`the official libtensorflow is out of reach (${why})`);
  } finally {
    clearTimeout(first);
    clearTimeout(all);
  }
}
