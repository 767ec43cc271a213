import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkout } from '@nhat/report';

/**
 * The commit of the working copy in `root`, and whether its files differ from it; null without git. Files below the folder `except` do
 * not count.
 */
export function checkoutOf(root: string, except?: string): Checkout | null {
  if (!existsSync(join(root, '.git'))) return null;
  const commit = git(root, ['rev-parse', 'HEAD']);
  if (commit === null || !/^[0-9a-f]{40,64}$/.test(commit)) return null;
  const counted = except === undefined ? [] : ['--', '.', `:(exclude)${except}`];
  return { commit, changed: git(root, ['status', '--porcelain', ...counted]) !== '' };
}

function git(root: string, args: string[]): string | null {
  const { status, stdout } = spawnSync('git', ['--no-optional-locks', ...args], {
    cwd: root,
    encoding: 'utf8',
    timeout: 20_000,
  });
  return status === 0 ? stdout.trim() : null;
}
