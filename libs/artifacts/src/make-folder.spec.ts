import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@nhat/documents';
import { makeFolder } from '.';

describe('makeFolder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'nhat-folders-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const fault = (path: string): Error => {
    try {
      makeFolder(path);
    } catch (error) {
      return error as Error;
    }
    throw new Error(`${path} was made`);
  };

  it('makes missing folders and leaves existing ones', () => {
    makeFolder(join(folder, 'a', 'b', 'c'));
    makeFolder(join(folder, 'a', 'b', 'c'));
    symlinkSync(join(folder, 'a'), join(folder, 'link'));
    makeFolder(join(folder, 'link', 'd'));
    expect(statSync(join(folder, 'a', 'd')).isDirectory()).toBe(true);
  });

  it.each([['file'], ['file/below']])('names the part of the path that blocks %s', (path) => {
    writeFileSync(join(folder, 'file'), '');
    const error = fault(join(folder, path));
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toContain(`${join(folder, 'file')}`);
    expect(error.message).toContain('not a folder');
  });

  it('reports a name that is too long', () => {
    expect(fault(join(folder, 'x'.repeat(300))).message).toContain('ENAMETOOLONG');
    symlinkSync(join(folder, 'loop'), join(folder, 'loop'));
    expect(fault(join(folder, 'loop', 'x')).message).toContain('ELOOP');
  });

  const onLinux = existsSync('/proc/self/stat') ? it : it.skip;
  onLinux('fails where no folder can be made', () => {
    expect(fault('/proc/nhat/store/cas')).toBeInstanceOf(UserError);
    expect(fault('/proc/nhat/store/cas').message).toMatch(/^\/proc\/nhat: /);
  });
});
