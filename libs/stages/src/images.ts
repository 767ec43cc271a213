import { availableParallelism } from 'node:os';
import { stream } from '@nhat/random';
import type { DatasetConfig, JsonObject } from '@nhat/documents';
import { LEAST_DEVIATION } from '@nhat/augment';
import { encodeGroups } from '@nhat/outputs';
import { FaultyFiles } from '@nhat/sources/source';
import type { FileFault, ImageSource, OpenSource } from '@nhat/sources/source';
import { borderRotationAccuracy } from './imaging/border-rotation';
import type { BorderRotationAccuracy } from './imaging/border-rotation';
import { drawSheet, faultyFiles, openedOnce, shardMaker, shardTasks } from './imaging/make-shard';
import type { CountedConfig, FaultyShard, MadeShard, ShardTask } from './imaging/make-shard';
import { openWorkers } from './imaging/shard-workers';
import type { Stage } from '@nhat/runner/stage';
import { createStopwatch } from '@nhat/runner/stopwatch';

/** What the bundle of a source exports. */
export interface ImageStage {
  run: Stage<DatasetConfig>;
  /** For the workers of the stage. */
  makeShard(task: ShardTask): Promise<MadeShard | FaultyShard>;
  /** The contact sheet of a dataset, PNG. */
  drawSheet(config: DatasetConfig): Promise<Uint8Array>;
}

/** Makes the images of a dataset on all cores; what comes out does not depend on their number. */
export function images({ source }: { source: ImageSource }): ImageStage {
  const opened = openedOnce(source);
  const makeShard = shardMaker(source, opened);
  return {
    run: makeImages(makeShard, opened),
    makeShard,
    drawSheet: (config) => drawSheet(source, config),
  };
}

const makeImages =
  (
    makeShard: ImageStage['makeShard'],
    opened: (config: DatasetConfig) => Promise<OpenSource>,
  ): Stage<DatasetConfig> =>
  async ({ config: given, writeBlob, progress, record }) => {
    const watch = createStopwatch(['count', 'make', 'diagnose']);
    const open = await watch.time('count', async () =>
      given.counts === null ? openedOrRefused(given, opened) : undefined,
    );
    const config: CountedConfig = { ...given, counts: given.counts ?? open!.counts! };
    const tasks = shardTasks(config, open);
    const total = tasks.reduce((sum, { count }) => sum + count, 0);
    const cores = Math.min(availableParallelism(), tasks.length);
    const workers = openWorkers(__filename, makeShard, cores);
    const digests: string[] = [];
    const found: Found[] = [];
    let [done, bytes] = [0, 0];
    const blobs: Record<string, string> = {};
    const faults: FileFault[][] = [];
    const makeOne = async (task: ShardTask, at: number) => {
      const made = await workers.make(task);
      if ('faults' in made) {
        faults[at] = made.faults;
        return;
      }
      const { bytes: shard, sheet, ...facts } = made;
      found[at] = { task, ...facts };
      if (sheet) blobs['sheet'] = await writeBlob(sheet);
      digests[at] = await writeBlob(shard);
      bytes += shard.length;
      done += task.count;
      progress.step(done, total, done, {});
    };
    await watch.time('make', () => Promise.all(tasks.map(makeOne)).finally(workers.close));
    if (faults.length > 0) throw faultyFiles(config, faults.flat());
    const names = shardNames(tasks);
    tasks.forEach((_, at) => (blobs[names[at]!] = digests[at]!));
    const files = open?.summary?.(found.flatMap(({ facts = [] }) => facts));
    const lab = pooledLab(found.filter(({ task }) => task.split === 'train'));
    const border = watch.time('diagnose', () => borderAccuracy(config, found, lab));
    const seconds = watch.seconds();
    record({
      workers: workers.count,
      images: total,
      imagesPerSecond: Math.round(total / seconds.make),
      bytes,
      seconds,
    });
    const { counts, resolution } = config;
    const { classes, truths } = found[0]!;
    return {
      blobs,
      scores: {
        ...{ classes: [...classes], truths: [...truths] },
        ...{ counts, resolution, lab, borderRotationAccuracy: border?.linear ?? null },
        borderRotationAccuracyOfCnn: border?.cnn ?? null,
        ...sceneScores(found),
        ...foundScores(open, files),
      },
    };
  };

/** Opens a dataset. Throws a UserError that names the files of which none can be an image. */
async function openedOrRefused(
  config: DatasetConfig,
  opened: (config: DatasetConfig) => Promise<OpenSource>,
): Promise<OpenSource> {
  try {
    return await opened(config);
  } catch (error) {
    if (error instanceof FaultyFiles) throw faultyFiles(config, error.faults);
    throw error;
  }
}

type Found = Omit<MadeShard, 'bytes' | 'sheet'> & { task: ShardTask };

/** `train-003`: the shards of a split sort by name. */
function shardNames(tasks: readonly ShardTask[]): string[] {
  const made = { train: 0, validation: 0, test: 0 };
  return tasks.map(({ split }) => `${split}-${String(made[split]++).padStart(3, '0')}`);
}

/** What a source has found in its files; nothing for others. */
const foundScores = (open: OpenSource | undefined, files: JsonObject | undefined): JsonObject => ({
  ...(open?.labelled !== undefined && { labelled: open.labelled }),
  ...(open?.hidesSamples && { hidesSamples: true }),
  ...(open?.testGroups && { testGroups: encodeGroups(Uint32Array.from(open.testGroups)) }),
  ...(files && { files }),
});

/** Objects in an image of a scene, and the share of them that no pixel shows; nothing where there are no scenes. */
function sceneScores(found: readonly Found[]): { objects?: number; unseenObjects?: number } {
  const [first] = found;
  if (first?.scene === undefined) return {};
  const sum = (key: 'objects' | 'unseen') =>
    found.reduce((total, { scene }) => total + scene![key], 0);
  return {
    objects: first.scene.objects / first.task.count,
    unseenObjects: Math.round((sum('unseen') / sum('objects')) * 1e4) / 1e4,
  };
}

/** Mean and standard deviation over all images from those of the shards, in the shards' order. */
function pooledLab(shards: readonly Found[]): { mean: number[]; std: number[] } {
  const images = shards.reduce((sum, { task }) => sum + task.count, 0);
  const over = (value: (shard: Found) => number) =>
    shards.reduce((sum, shard) => sum + shard.task.count * value(shard), 0) / images;
  const mean = [0, 1, 2].map((c) => over(({ lab }) => lab.mean[c]!));
  const std = mean.map((middle, c) => {
    const square = over(({ lab }) => lab.std[c]! * lab.std[c]! + lab.mean[c]! * lab.mean[c]!);
    return Math.sqrt(Math.max(0, square - middle * middle));
  });
  return { mean, std };
}

/** How well the rotation of held-out images can be read from their border; null if there are none. */
function borderAccuracy(
  { resolution, source }: CountedConfig,
  found: readonly Found[],
  lab: { mean: number[]; std: number[] },
): BorderRotationAccuracy | null {
  const deviations = lab.std.map((deviation) => Math.max(deviation, LEAST_DEVIATION));
  const borders = (train: boolean) =>
    found
      .filter(({ task }) => (task.split === 'train') === train)
      .flatMap((shard) => shard.borders);
  const [train, heldOut] = [borders(true), borders(false)];
  if (train.length === 0 || heldOut.length === 0) return null;
  const draws = stream(Number(source['seed'] ?? 0), 'border');
  const { linear, cnn } = borderRotationAccuracy({ train, heldOut }, resolution, deviations, draws);
  const rounded = (accuracy: number) => Math.round(accuracy * 1e4) / 1e4;
  return { linear: rounded(linear), cnn: rounded(cnn) };
}
