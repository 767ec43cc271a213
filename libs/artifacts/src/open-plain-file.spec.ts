import { mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPlainFile } from '.';
import { temporaryFolder } from './testing/temporary-folder';

const bytes = Uint8Array.from({ length: 1000 }, (_, at) => at % 251);

function opened(folder: string) {
  const path = join(folder, 'file');
  writeFileSync(path, bytes);
  return { path, file: openPlainFile(path, 1000)! };
}

function part(file: NonNullable<ReturnType<typeof openPlainFile>>, from: number, length: number) {
  const into = new Uint8Array(length);
  file.read(into, from);
  return into;
}

describe('a plain file that stays open', () => {
  it('gives its parts in any order', () => {
    const { file } = opened(temporaryFolder('open'));
    expect(file.size).toBe(1000);
    for (const [from, length] of [
      [900, 100],
      [0, 1000],
      [3, 1],
      [7, 0],
    ] as const) {
      expect(part(file, from, length)).toEqual(bytes.slice(from, from + length));
    }
    file.close();
  });

  it('keeps its content where its path gets another, or none', () => {
    const { path, file } = opened(temporaryFolder('open'));
    writeFileSync(`${path}-new`, 'other');
    renameSync(`${path}-new`, path);
    expect(part(file, 0, 1000)).toEqual(bytes);
    rmSync(path);
    expect(part(file, 0, 1000)).toEqual(bytes);
    file.close();
  });

  it('is named where it was cut off meanwhile', () => {
    const { path, file } = opened(temporaryFolder('open'));
    truncateSync(path, 500);
    expect(part(file, 400, 100)).toEqual(bytes.slice(400, 500));
    expect(() => part(file, 400, 101)).toThrow(
      expect.objectContaining({
        name: 'UserError',
        message: expect.stringContaining(path) as string,
      }) as Error,
    );
    file.close();
  });

  it('is none where there is a link, a folder, nothing, or more than allowed', () => {
    const folder = temporaryFolder('open');
    const { path, file } = opened(folder);
    file.close();
    expect(openPlainFile(path, 999)).toBeUndefined();
    symlinkSync(path, join(folder, 'link'));
    mkdirSync(join(folder, 'folder'));
    for (const name of ['link', 'folder', 'absent']) {
      expect(openPlainFile(join(folder, name), 1000)).toBeUndefined();
    }
  });
});
