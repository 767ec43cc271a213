import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readFlags } from '@nhat/documents';
import { siteFiles } from '@nhat/site/site-files';
import type { Sheet } from '@nhat/site/site-files';
import { writeSite } from '@nhat/site/write-site';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { pathForUser, userPath } from '@nhat/workspace/user-folder';
import { siteFlags } from './command-list';
import { writePublishedPages } from './published-pages';
import { sheetsOf } from './sheet';

/**
 * `nx site [--output FOLDER]`: writes a static site. Before, it writes the pages of packs in `published/`, and draws the contact sheets
 * that are missing or older than their documents.
 */
export async function main(args: string[], root = process.cwd()): Promise<void> {
  const { output } = readFlags('nx site', args, siteFlags);
  const folder = output === undefined ? join(root, 'dist', 'site') : userPath(root, output);
  const warn = (line: string) => void process.stderr.write(`${line}\n`);
  await writePublishedPages(root, __filename, warn);
  const files = siteFiles({ root, code: __filename }, await contactSheets(root, warn));
  writeSite(folder, files);
  const pages = [...files.keys()].filter((path) => path.endsWith('.html')).length;
  process.stdout.write(`${pages} pages: ${pathForUser(root, join(folder, 'index.html'))}\n`);
}

async function contactSheets(root: string, warn: (line: string) => void): Promise<Sheet[]> {
  const { datasets } = readWorkspace(root);
  const sheets: Sheet[] = [];
  const isThere = ({ dataset, path }: { dataset: string; path: string }) =>
    existsSync(join(root, path)) &&
    statSync(join(root, path)).mtimeMs >= statSync(join(root, datasets.path(dataset))).mtimeMs;
  const none = { resolution: undefined, seed: undefined };
  for await (const { dataset, path } of sheetsOf(root, none, { warn, isThere })) {
    const { description } = datasets.body(dataset);
    const words = typeof description === 'string' ? description : '';
    sheets.push({ dataset, file: path, description: words });
  }
  return sheets;
}
