import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { UserError, userError } from '@nhat/documents';
import type { Budgets, LabelRange, SourcePlace } from '@nhat/documents';
import { resolveSource } from '@nhat/documents/source';
import { placeOf } from '@nhat/sources/folder/find-images';
import { readTable } from '@nhat/sources/folder/read-table';
import { sources } from '@nhat/sources/registry';
import { userPath } from '@nhat/workspace/user-folder';
import { fittingBudgets } from '../fitting-budgets';
import type { Kind } from '../kind';

const dataset = (places: Places) => ({
  $schema: '../libs/documents/schema/dataset.schema.json',
  source: { name: 'folder', ...places },
  images: { resolution: 32 },
});

const pipeline = (name: string, budgets: Budgets) => ({
  $schema: '../libs/documents/schema/pipeline.schema.json',
  question: `Does rotation pretraining save labels on ${name}? (Replace this by your question.)`,
  cost: 'Minutes on 2 cores for ten thousand images.',
  expected: '',
  datasets: [name],
  backbones: [{ name: 'resnet9', width: 0.25 }],
  tasks: ['classification'],
  methods: ['rotation'],
  budgets,
  seeds: 2,
  training: { imagesSeen: { perLabel: 50, minimum: 4000, maximum: 10_000 }, batch: 32 },
  pretraining: { imagesSeen: 40_000, batch: 64 },
  decision: { labels: budgets.finetune.at(-1)!, labelPrice: 0.2, hourPrice: 0.5 },
});

/** Where the images of a dataset are, as its document says it. */
interface Places {
  path: string;
  table?: string;
  unlabelled?: string[];
}

/** A path that starts where the user stands, as the document names it: as it was typed, where that is the same. */
function pathInDocument(place: SourcePlace, given: string): string {
  const typed = given.replace(/(?<=.)\/+$/, '');
  const path = userPath(place.root, typed);
  return placeOf(typed, place) === path
    ? typed
    : relative(placeOf('.', place), path).replaceAll(sep, '/');
}

/**
 * Where the images in a folder are: in the folders `labelled` and `unlabelled` where it has the first, else in itself. Throws a
 * UserError when there is no such folder.
 */
function placesIn(place: SourcePlace, given: string | undefined, name: string): Places {
  const path = given === undefined ? `../${name}` : pathInDocument(place, given);
  const folder = placeOf(path, place);
  if (!existsSync(folder)) {
    throw userError('nx g images', 'no such folder', {
      got: given ?? path,
      expected: 'the folder of the images, or one packed file, as --path=../photos',
      advice: `It would be ${folder}. ${given === undefined ? 'Name the folder of your images by --path=….' : 'Correct --path.'}`,
    });
  }
  const folders = statSync(folder).isDirectory()
    ? readdirSync(folder).filter((inner) => statSync(join(folder, inner)).isDirectory())
    : [];
  const labelled = folders.find((inner) => /^labell?ed$/i.test(inner));
  const unlabelled = folders.find((inner) => /^unlabell?ed$/i.test(inner));
  if (labelled === undefined) return { path };
  return {
    path: `${path}/${labelled}`,
    ...(unlabelled !== undefined && { unlabelled: [`${path}/${unlabelled}`] }),
  };
}

/**
 * The same places and the labels that a training on them can have. Where the folders alone give no classes and one table names images and
 * labels, the table is one of the places. Without a range for files that cannot be a dataset, of which `nx check` says why.
 */
async function withLabels(
  places: Places,
  place: SourcePlace,
): Promise<{ places: Places; range?: LabelRange }> {
  const range = await rangeOf(places, place);
  if (range !== undefined) return { places, range };
  const table = tableIn(placeOf(places.path, place));
  if (table === undefined) return { places };
  const { path, ...others } = places;
  const named = { path, table, ...others };
  const ofTable = await rangeOf(named, place);
  return { places: named, ...(ofTable !== undefined && { range: ofTable }) };
}

async function rangeOf(places: Places, place: SourcePlace): Promise<LabelRange | undefined> {
  const source = resolveSource({ name: 'folder', ...places }, sources);
  try {
    return await sources['folder']!.labelRange!(
      { dataset: '', resolution: 32, counts: null, source },
      place,
    );
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

const NO_COLUMNS = { image: '', label: '', split: '', group: '' };

/** The one table in a folder that names images and labels, or `labels.csv` among several. */
function tableIn(folder: string): string | undefined {
  if (!statSync(folder).isDirectory()) return undefined;
  const tables = readdirSync(folder).filter((name) => /\.csv$/i.test(name));
  const fitting = tables.filter((name) => isTable(join(folder, name)));
  return fitting.length > 1 ? fitting.find((name) => /^labels\.csv$/i.test(name)) : fitting[0];
}

function isTable(path: string): boolean {
  try {
    return readTable(path, NO_COLUMNS).rows.length > 0;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** A dataset of the user's own images, and a small question about it. */
export const images: Kind = {
  files: async ({ name }, _, { path, root }) => {
    const place = { root, environment: process.env };
    const given = path === undefined ? undefined : String(path);
    const { places, range } = await withLabels(placesIn(place, given, name), place);
    return {
      [`datasets/${name}.json`]: JSON.stringify(dataset(places), null, 2),
      [`pipelines/${name}.json`]: JSON.stringify(pipeline(name, fittingBudgets(range)), null, 2),
    };
  },
  next: ({ name }) => [
    `datasets/${name}.json says where the images are: "path", "table", "unlabelled" (docs/own-images.md)`,
    `pipelines/${name}.json › decision has example prices: put your labels and prices there, or leave a price out`,
    `npx nx check ${name}     # what the files hold, and which label budgets there are`,
    `npx nx plan ${name}      # what would run`,
    `npx nx utility ${name}`,
  ],
};
