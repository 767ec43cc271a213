import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAtomic } from '.';

describe('writeAtomic', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'nhat-write-'));
  });
  afterEach(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true });
  });

  it('makes missing folders, replaces what is there and leaves nothing else behind', () => {
    const path = join(folder, 'a', 'b.json');
    writeAtomic(path, 'first, and longer');
    writeAtomic(path, Buffer.from('second'));
    expect(readFileSync(path, 'utf8')).toBe('second');
    expect(readdirSync(join(folder, 'a'))).toEqual(['b.json']);
  });

  it('names the path and the cause when a part of it is a file', () => {
    writeFileSync(join(folder, 'file'), '');
    const path = join(folder, 'file', 'x.json');
    expect(() => writeAtomic(path, '')).toThrow(
      `${join(folder, 'file')}: a part of the path is not a folder`,
    );
  });

  it('gives the file the requested access, whatever the umask is', () => {
    const path = join(folder, 'shared');
    const before = process.umask(0o077);
    try {
      writeAtomic(path, 'x', { access: { mode: 0o664, group: statSync(folder).gid } });
    } finally {
      process.umask(before);
    }
    expect(statSync(path).mode & 0o777).toBe(0o664);
  });

  it('leaves no temporary file when the target cannot be replaced', () => {
    const path = join(folder, 'taken');
    writeAtomic(join(path, 'inside'), 'x');
    expect(() => writeAtomic(path, 'y')).toThrow();
    expect(readdirSync(folder)).toEqual(['taken']);
  });
});
