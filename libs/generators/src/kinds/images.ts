import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { UserError, count, userError } from '@nhat/documents';
import type { Budgets, SourcePlace } from '@nhat/documents';
import { resolveSource } from '@nhat/documents/source';
import { placeOf } from '@nhat/sources/folder/find-images';
import { readTable } from '@nhat/sources/folder/read-table';
import { sources } from '@nhat/sources/registry';
import { surveyFolder } from '@nhat/sources/survey-folder';
import type { Survey } from '@nhat/sources/survey-folder';
import {
  TOO_FEW_TESTS,
  borderText,
  fewTestsText,
  precisionText,
  suitingMethod,
  testedIn,
} from '@nhat/sources/what-images-tell';
import { borderOfPixels } from '@nhat/stages/imaging/border-of-pixels';
import { userPath } from '@nhat/workspace/user-folder';
import { fittingBudgets } from '../fitting-budgets';
import type { Kind } from '../kind';

const dataset = (places: Places, splits: number) => ({
  $schema: '../libs/documents/schema/dataset.schema.json',
  source: { name: 'folder', ...places, ...(splits > 1 && { splits }) },
  images: { resolution: RESOLUTION },
});

/** Pixels per side of the images that a document asks for. */
const RESOLUTION = 32;

/** Seeds where all have the same test images. */
const SEEDS = 3;
/**
 * Networks learn their own labelled images with so many images seen: 140 pictures of clip art in four classes were learned to 81 % with 4,000.
 */
const LENGTH = { perLabel: 100, minimum: 10_000, maximum: 40_000 };
const PRETRAINING = 40_000;

function pipeline(name: string, budgets: Budgets, { splits, method }: Design) {
  const seeds = Math.max(SEEDS, splits);
  const lengthOf = (n: number) =>
    Math.min(LENGTH.maximum, Math.max(LENGTH.minimum, LENGTH.perLabel * n));
  const trainings = [...budgets.scratch, ...budgets.finetune].reduce(
    (sum, n) => sum + lengthOf(n),
    0,
  );
  const seen = count(seeds * (trainings + PRETRAINING));
  return {
    $schema: '../libs/documents/schema/pipeline.schema.json',
    question: `Does pretraining with ${method} save labels on ${name}? (Replace this by your question.)`,
    cost: `${seen} images seen; npx nx plan ${name} says how long that takes here.`,
    expected: '',
    datasets: [name],
    backbones: [{ name: 'resnet9', width: 0.25 }],
    tasks: ['classification'],
    methods: [method],
    budgets,
    seeds,
    training: { imagesSeen: LENGTH, batch: 32 },
    pretraining: { imagesSeen: PRETRAINING },
    decision: { labels: budgets.finetune.at(-1)!, labelPrice: 0.2, hourPrice: 0.5 },
  };
}

/** What the images of a folder ask of a study. */
interface Design {
  splits: number;
  method: string;
}

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

/** Not so for a link that leads nowhere. */
const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

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
  const folders = isFolder(folder)
    ? readdirSync(folder).filter((inner) => isFolder(join(folder, inner)))
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
 * The same places and what is known of the images. A table in their folder that names images and labels is one of the places, because
 * folders beside it (`part1`, `part2`) need not be classes. Without a survey for files that cannot be a dataset, of which `nx check` says why.
 */
async function surveyed(
  places: Places,
  place: SourcePlace,
): Promise<{ places: Places; survey?: Survey }> {
  const table = tableIn(placeOf(places.path, place));
  const { path, ...others } = places;
  const named = table === undefined ? undefined : { path, table, ...others };
  const ofTable = named && (await surveyOf(named, place));
  if (ofTable !== undefined) return { places: named!, survey: ofTable };
  const survey = await surveyOf(places, place);
  if (survey !== undefined) return { places, survey };
  return { places: named ?? places };
}

async function surveyOf(places: Places, place: SourcePlace): Promise<Survey | undefined> {
  const source = resolveSource({ name: 'folder', ...places }, sources);
  const config = { dataset: '', resolution: RESOLUTION, counts: null, source };
  try {
    return await surveyFolder(config, place, borderOfPixels);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

const NO_COLUMNS = { image: '', label: '', split: '', group: '' };

/** The one table in a folder that names images and labels, or `labels.csv` among several. */
function tableIn(folder: string): string | undefined {
  if (!isFolder(folder)) return undefined;
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

/** Throws where so few images are tested that no row would state a number. */
function checkTests({ splits, testIsGiven, labelled }: Survey): void {
  const tests = testedIn(splits);
  if (tests > TOO_FEW_TESTS) return;
  const { train, validation, test } = labelled;
  const ways = testIsGiven
    ? 'Label more images for testing, or put all labelled images together, so that each is tested in one of several splits.'
    : 'Label more images.';
  throw userError('nx g images', 'too few labelled images for an answer', {
    got: `${train + validation + test} images, of which ${tests} are tested`,
    expected: `more than ${TOO_FEW_TESTS} that are tested`,
    advice: `${fewTestsText(tests)} ${ways} docs/own-images.md has the two documents, if you want to train all the same.`,
  });
}

/** What can be told with the images of a folder, a sentence each. */
function outlook(survey: Survey | undefined, budgets: Budgets): string[] {
  if (survey === undefined) return [];
  const { splits, classes, range, border } = survey;
  const tests = testedIn(splits);
  const inSplits = splits.length > 1 ? `, each in one of ${splits.length} splits` : '';
  const few = fewTestsText(tests);
  return [
    `${count(range.most)} labels in ${classes} classes are left for training, about ${count(Math.floor(range.most / classes))} a class; ${count(tests)} images are tested${inSplits}.`,
    `${precisionText(tests)}.`,
    ...(few === null ? [] : [few]),
    ...(border === null ? [] : [borderText(border)]),
    `The documents ask for the method ${suitingMethod(border)} with ${budgets.finetune.map(count).join(', ')} labels, and for ${Math.max(SEEDS, splits.length)} seeds.`,
  ];
}

/** A dataset of the user's own images, and a small question about it. */
export const images: Kind = {
  slow: 'Looking at the images; with tens of thousands this takes up to a minute.',
  files: async ({ name }, _, { path, root, say }) => {
    const place = { root, environment: process.env };
    const given = path === undefined ? undefined : String(path);
    const { places, survey } = await surveyed(placesIn(place, given, name), place);
    if (survey !== undefined) checkTests(survey);
    const budgets = fittingBudgets(survey?.range);
    const design = {
      splits: survey?.splits.length ?? 1,
      method: suitingMethod(survey?.border ?? null),
    };
    outlook(survey, budgets).forEach(say);
    return {
      [`datasets/${name}.json`]: JSON.stringify(dataset(places, design.splits), null, 2),
      [`pipelines/${name}.json`]: JSON.stringify(pipeline(name, budgets, design), null, 2),
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
