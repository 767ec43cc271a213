import fs from 'node:fs';
import path from 'node:path';
import { makeFolder } from '@nhat/artifacts';

/** Points `link` to `target` in one step: whoever looks sees the old addon or the new one. */
export function linkAddon(target: string, link: string): void {
  if (fs.existsSync(link) && fs.realpathSync(link) === fs.realpathSync(target)) return;
  makeFolder(path.dirname(link));
  const part = `${link}.${process.pid}.part`;
  fs.rmSync(part, { force: true });
  fs.symlinkSync(target, part);
  fs.renameSync(part, link);
}
