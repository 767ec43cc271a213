import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { checkoutOf } from './checkout';

const git = (folder: string, ...args: string[]) => {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'commit.gpgsign=false'];
  return spawnSync('git', [...who, ...args], { cwd: folder, encoding: 'utf8' }).stdout.trim();
};

it('returns the commit, and whether files differ from it', () => {
  const root = temporaryFolder('checkout');
  expect(checkoutOf(root)).toBeNull();
  git(root, 'init', '-q');
  expect(checkoutOf(root)).toBeNull();
  writeFileSync(join(root, 'a'), '1');
  git(root, 'add', '.');
  git(root, 'commit', '-qm', 'a');
  const commit = git(root, 'rev-parse', 'HEAD');
  expect(checkoutOf(root)).toEqual({ commit, changed: false });
  writeFileSync(join(root, 'b'), '1');
  expect(checkoutOf(root)).toEqual({ commit, changed: true });
  expect(checkoutOf(root, 'published')).toEqual({ commit, changed: true });
  git(root, 'add', '.');
  git(root, 'commit', '-qm', 'b');
  mkdirSync(join(root, 'published'));
  writeFileSync(join(root, 'published/x.nhat-pack'), '1');
  expect([undefined, 'published'].map((except) => checkoutOf(root, except)?.changed)).toEqual([
    ...[true, false],
  ]);
  mkdirSync(join(root, 'inside'));
  expect(checkoutOf(join(root, 'inside'))).toBeNull();
});
