import fs from 'node:fs';
import path from 'node:path';
import { makeFolder } from '@nhat/artifacts';
import type { BuildContext } from './build-context';
import { findCompiler } from './compile-addon';
import { hasRecordedSizes, recordSizes } from './file-sizes';
import { Unavailable, librariesIn } from './libraries';
import type { Libraries } from './libraries';
import { tensorflowVersion } from './platform';
import type { Wheel } from './platform';
import { runCommand } from './run-command';

/** The libraries of a wheel: from the cache, else fetched with the user's pip and unpacked there. */
export async function wheelLibraries(wheel: Wheel, context: BuildContext): Promise<Libraries> {
  const name = `${wheel.name}-${tensorflowVersion}`;
  const home = path.join(context.cache, `${name}-${process.platform}-${process.arch}`);
  const found = (folder: string) =>
    librariesIn(path.join(folder, 'tensorflow'), name, tensorflowVersion);
  const cached = hasRecordedSizes(home) ? found(home) : undefined;
  if (cached) return cached;
  const part = `${home}.part`;
  fs.rmSync(part, { recursive: true, force: true });
  makeFolder(part);
  try {
    await download(wheel, part, context);
    const unpacked = path.join(part, 'unpacked');
    const libraries = found(unpacked);
    if (!libraries) throw new Unavailable(`the wheel ${wheel.name} lacks its libraries or headers`);
    recordSizes(
      unpacked,
      libraries.files.map((file) => path.relative(unpacked, file)),
    );
    fs.rmSync(home, { recursive: true, force: true });
    fs.renameSync(unpacked, home);
  } finally {
    fs.rmSync(part, { recursive: true, force: true });
  }
  return found(home)!;
}

async function download(wheel: Wheel, part: string, { log, say }: BuildContext): Promise<void> {
  await findCompiler(log); // without one the download would be in vain
  const pip = await runCommand('python3', ['-m', 'pip', '--version'], { timeoutMs: 30_000, log });
  if (!pip.ok) throw new Unavailable(`python3 with pip is missing (${pip.why})`);
  const { bavail, bsize } = fs.statfsSync(part);
  const needed = wheel.megabytes * 5;
  if (bavail * bsize < needed * 1e6) {
    throw new Unavailable(`${path.dirname(part)} has less than ${needed} MB free`);
  }
  say(`downloading ${wheel.name} ${tensorflowVersion} (${wheel.megabytes} MB) …`);
  const folder = path.join(part, 'wheels');
  const fetched = await fetchWheel(wheel, folder, log);
  if (!fetched.ok)
    throw new Unavailable(`pip could not download ${wheel.requirement}: ${fetched.why}`);
  say('unpacking …');
  const args = ['-c', unpack, folder, path.join(part, 'unpacked')];
  const unpacked = await runCommand('python3', args, { timeoutMs: 10 * 60_000, log });
  if (!unpacked.ok) throw new Unavailable(`could not unpack ${wheel.name}: ${unpacked.why}`);
}

/** With the user's own pip and its configuration. The libraries need no Python, so a wheel for another one will do. */
async function fetchWheel(wheel: Wheel, folder: string, log: string) {
  const temporary = `${folder}.tmp`;
  makeFolder(temporary);
  const options = {
    timeoutMs: 60 * 60_000,
    log,
    env: { TMPDIR: temporary, PIP_NO_INPUT: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1' },
    progress: () => bytesIn(temporary) + bytesIn(folder),
  };
  const args = ['-m', 'pip', 'download', '--only-binary=:all:', '--no-cache-dir', '-d', folder];
  args.push('--timeout', '15', '--retries', '1', '--progress-bar', 'off', '-q');
  if (!wheel.withDependencies) args.push('--no-deps');
  const own = await runCommand('python3', [...args, wheel.requirement], options);
  // pip reports an index it cannot reach as a package that is not there.
  if (own.stderr.includes('Retrying')) return { ...own, why: 'the package index is out of reach' };
  if (own.ok || !own.why.includes('No matching distribution')) return own;
  return runCommand('python3', [...args, '--python-version', '3.12', wheel.requirement], options);
}

function bytesIn(folder: string): number {
  try {
    return fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce(
        (sum, { parentPath, name }) => sum + fs.statSync(path.join(parentPath, name)).size,
        0,
      );
  } catch {
    return 0; // a file went away while we looked
  }
}

/** Of the wheels only the two libraries, 14 headers, and on a GPU host CUDA's libraries. */
const unpack = `
import glob, sys, zipfile
inc = "tensorflow/include/"
keep = ("tensorflow/libtensorflow_", inc + "tensorflow/c/", inc + "tensorflow/core/platform/ctstring",
        inc + "tsl/platform/ctstring", inc + "xla/tsl/c/")
for wheel in glob.glob(sys.argv[1] + "/*.whl"):
    z = zipfile.ZipFile(wheel)
    names = [n for n in z.namelist() if n.startswith(keep) or (n.startswith("nvidia/") and "/lib/" in n)]
    z.extractall(sys.argv[2], names)
`;
