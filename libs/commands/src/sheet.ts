import { join } from 'node:path';
import { makeFolder, writeAtomic } from '@nhat/artifacts';
import { readFlags, renderConfig, resolveDataset, userError } from '@nhat/documents';
import { renderSheet } from './render-sheet';
import { sheetFlags } from './command-list';
import { readWorkspace } from '@nhat/workspace/read-workspace';

const FOLDER = 'reports/sheets';

/** Writes a contact sheet of every dataset document: `nx sheet render [--resolution=64] [--seed=0]`. */
export async function main(args: string[]): Promise<void> {
  const values = readFlags('nx sheet render', args, sheetFlags);
  const { datasets } = readWorkspace(process.cwd());
  makeFolder(FOLDER);
  for (const name of datasets.names) {
    const dataset = resolveDataset(datasets, name);
    const resolution = integer('resolution', values.resolution, dataset.images.resolution, 16);
    const seed = integer('seed', values.seed, dataset.seed, 0);
    const config = renderConfig({ ...dataset, seed }, { ...dataset.images, resolution });
    const path = join(FOLDER, `${name}-${resolution}.png`);
    writeAtomic(path, await renderSheet(config));
    process.stdout.write(`${path}\n`);
  }
}

function integer(option: string, given: unknown, otherwise: number, least: number): number {
  if (given === undefined) return otherwise;
  const value = Number(given);
  if (Number.isInteger(value) && value >= least) return value;
  throw userError(`--${option}`, 'not a number for it', {
    got: given,
    expected: `an integer from ${least}`,
  });
}
