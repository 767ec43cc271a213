import { join } from 'node:path';
import sharp from 'sharp';
import { makeFolder, sha256, writeAtomic } from '@nhat/artifacts';
import { datasetConfig, readFlags, resolveDataset, userError } from '@nhat/documents';
import type { DatasetConfig, FlagValues } from '@nhat/documents';
import { imagesBundle } from '@nhat/plan';
import { loadBundle } from '@nhat/runner/load-stage';
import type { ImageStage } from '@nhat/stages/images';
import { bundleCode } from '@nhat/workspace/bundle-code';
import { sheetFlags } from './command-list';
import { readWorkspace } from '@nhat/workspace/read-workspace';

const FOLDER = 'reports/sheets';

/** `nx sheet render [--resolution=64] [--seed=0]`: draws a contact sheet of every dataset document. */
export async function main(args: string[]): Promise<void> {
  const values = readFlags('nx sheet render', args, sheetFlags);
  const root = process.cwd();
  const warn = (line: string) => void process.stderr.write(`${line}\n`);
  for await (const { path } of sheetsOf(root, values, { warn })) process.stdout.write(`${path}\n`);
}

/** The contact sheet of a dataset. */
interface DrawnSheet {
  dataset: string;
  /** Path in the workspace. */
  path: string;
}

interface SheetOptions {
  /** Gets a line for each dataset whose images cannot be made here. */
  warn(line: string): void;
  /** Whether a sheet need not be drawn again. */
  isThere?(sheet: DrawnSheet): boolean;
}

/**
 * Draws the contact sheets of all dataset documents, one after the other; of those that `isThere` accepts it gives the path alone. A
 * dataset whose images cannot be made, e.g. because its files are not on this machine, is left out.
 */
export async function* sheetsOf(
  root: string,
  values: FlagValues<typeof sheetFlags>,
  { warn, isThere = () => false }: SheetOptions,
): AsyncGenerator<DrawnSheet> {
  const { datasets, registries } = readWorkspace(root);
  const stages = new Map<string, Promise<ImageStage>>();
  makeFolder(join(root, FOLDER));
  for (const name of datasets.names) {
    const dataset = resolveDataset(datasets, name, registries.sources);
    const { images, source } = dataset;
    const resolution = integer('resolution', values.resolution, images.resolution, 16);
    const seed = integer('seed', values.seed, Number(source['seed'] ?? 0), 0);
    const seeded = 'seed' in source ? { ...source, seed } : source;
    const config = datasetConfig(
      { name, source: seeded },
      { ...images, resolution },
      registries.sources,
    );
    const sheet = { dataset: name, path: join(FOLDER, `${name}-${resolution}.png`) };
    if (!isThere(sheet)) {
      const stage = stages.get(source.name) ?? stageOf(root, source.name);
      stages.set(source.name, stage);
      const drawn = await sheetOf(await stage, config).catch((error: Error) => {
        if (error.name !== 'UserError') throw error;
        warn(`${name}: left out, because ${error.message}`);
      });
      if (drawn === undefined) continue;
      writeAtomic(join(root, sheet.path), drawn);
    }
    yield sheet;
  }
}

/** The code that makes the images of a source, as nodes run it. */
async function stageOf(root: string, source: string): Promise<ImageStage> {
  const { name, entry } = imagesBundle(source);
  const { code } = await bundleCode(root, entry);
  // Beside the bundles that nodes load, from where packages are found, and not written.
  const path = join(root, 'artifacts', name, 'sheet.cjs');
  return loadBundle<ImageStage>({ path, code, digest: sha256(code) });
}

const sheetOf = async (stage: ImageStage, config: DatasetConfig): Promise<Buffer> =>
  sharp(await stage.drawSheet(config))
    .png({ compressionLevel: 9 })
    .toBuffer();

function integer(option: string, given: unknown, otherwise: number, least: number): number {
  if (given === undefined) return otherwise;
  const value = Number(given);
  if (Number.isInteger(value) && value >= least) return value;
  throw userError(`--${option}`, 'invalid value', {
    got: given,
    expected: `an integer of at least ${least}`,
  });
}
