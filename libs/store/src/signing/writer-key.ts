import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileFault, makeFolder } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import { writerOf } from './writer-identity';
import type { Writer } from './writer-identity';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where this user's private key lies. Undefined for a user without a home folder. */
export function writerKeyFile(environment: Environment): string | undefined {
  const folder = environment['XDG_CONFIG_HOME'] || homeConfig();
  return folder === undefined ? undefined : join(folder, 'nhat', 'writer-key.pem');
}

function homeConfig(): string | undefined {
  try {
    return join(homedir(), '.config');
  } catch {
    return undefined; // A user whom the system does not list.
  }
}

/** This user as a writer, if there is a key. Throws a UserError for a key that others may read, or that is none. */
export function readWriter(environment: Environment): Writer | undefined {
  const file = writerKeyFile(environment);
  const pem = file === undefined ? undefined : readKey(file);
  if (pem === undefined) return undefined;
  try {
    return writerOf(pem);
  } catch {
    throw userError(file!, 'not a private key of the kind Ed25519', {
      advice: 'Remove it; the next run makes a new one, which colleagues must then trust.',
    });
  }
}

/** This user as a writer; makes the key, with mode 600, when there is none yet. Throws a UserError. */
export function makeWriter(environment: Environment): Writer {
  const known = readWriter(environment);
  if (known !== undefined) return known;
  const file = writerKeyFile(environment);
  if (file === undefined) {
    throw userError('XDG_CONFIG_HOME', 'not set, and this user has no home folder', {
      expected: 'a folder for the key that signs results',
    });
  }
  writeKey(file);
  return readWriter(environment)!;
}

function readKey(file: string): string | undefined {
  try {
    const status = lstatSync(file);
    const own = process.getuid?.();
    if (!status.isFile() || (own !== undefined && status.uid !== own)) {
      throw userError(file, 'not a file of this user');
    }
    if (own !== undefined && (status.mode & 0o077) !== 0) {
      throw userError(file, 'a private key that others may read', {
        got: `mode ${(status.mode & 0o777).toString(8)}`,
        expected: 'mode 600',
        advice: `chmod 600 '${file}', and make a new key if somebody has read it.`,
      });
    }
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fileFault(file, error);
  }
}

/** Of processes that make a key at the same time, one wins: a link is made whole, and never over a file that is there. */
function writeKey(file: string): void {
  const { privateKey } = generateKeyPairSync('ed25519');
  const part = `${file}.${randomBytes(8).toString('hex')}.part`;
  try {
    makeFolder(dirname(file));
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' });
    writeFileSync(part, pem, { mode: 0o600, flag: 'wx' });
    chmodSync(part, 0o600); // Whatever the umask says.
    linkSync(part, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw fileFault(file, error);
  } finally {
    rmSync(part, { force: true });
  }
}
