import type { AddedRun } from './added-runs';
import { listsOf } from './budget-rules';
import type { DatasetConfig, LabelDraw } from './node-config';
import { parseDocument } from './parse-document';
import { problem } from './problem';
import type { Keys } from './problem';
import type { Pipeline, WorkspaceDocuments } from './resolved-pipeline';
import type { LabelRange, SourceRegistry } from './source';
import { datasetOfSplit, splitCount, splitOfSeed } from './splits';

/** The labels that a training on a dataset can have; undefined where that is not known. */
export type RangeOf = (data: DatasetConfig) => LabelRange | undefined;

/** The datasets of a pipeline, not of those that it includes, as the images of their seeds are made. */
export const datasetsOfSeeds = (pipeline: Pipeline, sources: SourceRegistry): DatasetConfig[] =>
  pipeline.datasets.flatMap((data) =>
    [...seedsOf(pipeline, data)].map((seed) => datasetOfSeed(data, seed, sources)),
  );

/**
 * A line for each label budget of a pipeline and each training that was added to it for which the files of its dataset have too few
 * labels, and for each with fewer labels than classes where labels are drawn at random.
 */
export function rangeProblems(
  { pipelines, registries: { sources } }: WorkspaceDocuments,
  pipeline: Pipeline,
  rangeOf: RangeOf,
): string[] {
  const path = pipelines.path(pipeline.name);
  const body = pipelines.body(pipeline.name);
  const rangeOfSeed = (data: DatasetConfig, seed: number) =>
    rangeOf(datasetOfSeed(data, seed, sources));
  const ofDesign = pipeline.datasets.flatMap((data, i) => {
    const ranges = pipeline.seeds.flatMap((seed) => rangeOfSeed(data, seed) ?? []);
    if (ranges.length === 0) return [];
    const common = {
      least: Math.max(...ranges.map(({ least }) => least)),
      most: Math.min(...ranges.map(({ most }) => most)),
    };
    const asked = { range: common, draw: drawOf(pipeline, data, sources) };
    const isOneOfSeveral = splitCount(data, sources) > 1;
    const of = `${isOneOfSeveral ? 'the smallest split of ' : ''}dataset ${data.dataset}`;
    return listsOf(pipeline, body, i).flatMap(({ keys, list }) =>
      list.flatMap((n, at) => outOfRange(path, [...keys, at], n, { ...asked, of })),
    );
  });
  const file = pipelines.added(pipeline.name);
  const runs = (file && parseDocument(file)['added']) as unknown as AddedRun[] | undefined;
  const ofAdded = (runs ?? []).flatMap(({ dataset, n, seed }, at) => {
    const data = pipeline.datasets.find((one) => one.dataset === dataset)!;
    const range = rangeOfSeed(data, seed);
    if (range === undefined) return [];
    const of = `dataset ${dataset}`;
    const draw = drawOf(pipeline, data, sources);
    const advice = 'Remove the entry, or delete the file for the pipeline as designed.';
    return outOfRange(file!.path, ['added', at, 'n'], n, { range, draw, of, advice });
  });
  return [...ofDesign, ...ofAdded];
}

const seedsOf = ({ seeds, added }: Pipeline, { dataset }: DatasetConfig): Set<number> =>
  new Set([...seeds, ...added.filter((run) => run.dataset === dataset).map(({ seed }) => seed)]);

const datasetOfSeed = (data: DatasetConfig, seed: number, sources: SourceRegistry): DatasetConfig =>
  datasetOfSplit(data, splitOfSeed(data, seed, sources), sources);

const drawOf = (
  { labels }: Pipeline,
  { source }: DatasetConfig,
  sources: SourceRegistry,
): LabelDraw => labels ?? sources[source.name]!.labelDraw ?? 'balanced';

interface Asked {
  range: LabelRange;
  draw: LabelDraw;
  /** What has the images, in words. */
  of: string;
  /** What to do; absent: about budgets. */
  advice?: string;
}

function outOfRange(path: string, keys: Keys, n: number, asked: Asked): string[] {
  const { range, draw, of } = asked;
  if (n > range.most) {
    return problem(path, keys, `more labels than ${of} has training images`, {
      got: n,
      expected: `at most ${range.most}`,
      advice:
        asked.advice ??
        'Write smaller budgets, label more images, or lower "test" or "validation" in the source of the dataset.',
    });
  }
  if (draw !== 'random' || n >= range.least) return [];
  return problem(path, keys, `fewer labels than ${of} has classes`, {
    got: n,
    expected: `at least ${range.least}, the number of classes`,
    advice: asked.advice ?? 'Write larger budgets.',
  });
}
