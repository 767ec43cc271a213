import type { Manifest } from '@nhat/artifacts';
import { evaluations } from '@nhat/evaluations/registry';
import { evaluationLabel } from '@nhat/documents';
import type { PretrainConfig, SupervisedConfig } from '@nhat/documents';
import { runScores } from '@nhat/outputs';
import type { PictureSheet, Pictures } from '@nhat/report';
import type { Store } from '@nhat/store';
import type { Labels } from './cell-labels';
import { pretrainedOn } from './dataset-labels';
import type { DatasetLabels } from './dataset-labels';
import type { Study } from './collect-panels';
import { eachOf } from './each-of';
import { inRole } from './lineage';
import type { Ancestry } from './lineage';
import { decodedRow, pictureStrip } from './picture-strip';
import { metricOf } from './task-metrics';

/** The most bytes of all pictures together, as a page embeds them; further sheets are left out. */
const MOST_BYTES = 300_000;

/** A sheet whose rows are still blobs in the store. */
interface PlannedSheet extends Omit<PictureSheet, 'rows'> {
  rows: { label: string; value: number | null; digest: string }[];
}

/**
 * What networks predict for a few test images, for every panel whose task has pictures: from scratch and finetuned by the best method,
 * at the largest number of labels that both have; and what methods rebuild. Where a picture is missing in the store, its sheet is left
 * out, and `warn` gets one line for all.
 */
export async function collectPictures(
  {
    nodes,
    studies,
    labels,
    datasets,
  }: {
    nodes: readonly Manifest[];
    studies: readonly Study[];
    labels: Labels;
    datasets: DatasetLabels;
  },
  store: Pick<Store, 'readBlob'>,
  warn: (line: string) => void,
): Promise<Pictures> {
  const planned = [...predictions(studies, labels), ...reconstructions(nodes, labels, datasets)];
  const drawn = await eachOf(planned, (sheet) => drawnSheet(sheet, store));
  const found = drawn.filter((sheet) => sheet !== undefined);
  const missing = drawn.length - found.length;
  if (missing > 0) warn(`report: pictures of ${missing} of ${drawn.length} panels are missing`);
  return withinBytes(found);
}

/** One sheet for each panel, in their order. */
function predictions(studies: readonly Study[], labels: Labels): PlannedSheet[] {
  const scratches = [...new Set(studies.map(({ scratch }) => scratch))];
  return scratches.flatMap((scratch) => {
    const finetuned = studies.filter(
      (study) =>
        study.scratch === scratch && evaluationLabel(evaluations, study.evaluation) === 'finetune',
    );
    const pair = bestPair(scratch, finetuned);
    if (pair === undefined) return [];
    const { study, n, seed, own, best } = pair;
    const { metric } = runScores(own.node, own.outputs.scores);
    return {
      ...{ dataset: study.dataset, backbone: labels.backbone(study), task: labels.task(study) },
      ...{ method: labels.method(study), n, seed, metric: metricOf(study.task.name, metric) },
      rows: rowsOf([
        { arm: 'scratch', manifest: own },
        { arm: labels.method(study), manifest: best },
      ]),
    };
  });
}

interface Pair {
  study: Study;
  n: number;
  seed: number;
  own: Manifest;
  best: Manifest;
}

/** The trainings with pictures at the largest n of both arms, of the best method there and the smallest seed. */
function bestPair(scratch: Ancestry, finetuned: readonly Study[]): Pair | undefined {
  const own = shownRuns(scratch);
  const arms = finetuned.map((study) => ({ study, runs: shownRuns(study.finetuned) }));
  const shared = (n: number) => arms.some(({ runs }) => runs.some((run) => run.n === n));
  const n = Math.max(...own.map((run) => run.n).filter(shared));
  const ranked = arms
    .map(({ study, runs }) => ({ study, runs: runs.filter((run) => run.n === n) }))
    .filter(({ runs }) => runs.length > 0)
    .sort((a, b) => quality(b.runs) - quality(a.runs));
  const [first] = ranked;
  const best = first?.runs.find((run) =>
    own.some((other) => other.n === n && other.seed === run.seed),
  );
  if (first === undefined || best === undefined) return undefined;
  const same = own.find((run) => run.n === n && run.seed === best.seed)!;
  return { study: first.study, n, seed: best.seed, own: same.manifest, best: best.manifest };
}

interface ShownRun {
  manifest: Manifest;
  n: number;
  seed: number;
}

/** The runs of a curve that kept pictures, by seed. */
const shownRuns = (curve: Ancestry): ShownRun[] =>
  inRole(curve, 'run')
    .filter(({ manifest }) => picturesOf(manifest).length > 0)
    .map(({ manifest }) => {
      const { n, seed } = manifest.config as unknown as SupervisedConfig;
      return { manifest, n, seed };
    })
    .sort((a, b) => a.seed - b.seed);

/** The mean metric on test images; larger is better. */
function quality(runs: readonly ShownRun[]): number {
  const scores = runs.map(({ manifest: { node, outputs } }) => runScores(node, outputs.scores));
  const sum = scores.reduce((total, { test }) => total + test, 0);
  return (scores[0]!.higherIsBetter ? sum : -sum) / scores.length;
}

/** One sheet for each dataset, network and method of pretraining: of its first seed. */
function reconstructions(
  nodes: readonly Manifest[],
  labels: Labels,
  datasets: DatasetLabels,
): PlannedSheet[] {
  const sheets = nodes
    .filter((node) => node.stage === 'pretrain' && picturesOf(node).length > 0)
    .map((manifest): PlannedSheet => {
      const config = manifest.config as unknown as PretrainConfig;
      return {
        dataset: pretrainedOn(manifest, datasets),
        ...{ backbone: labels.network(config.backbone), task: null },
        ...{ method: labels.pretraining(config), n: null, seed: config.seed, metric: null },
        rows: rowsOf([{ arm: '', manifest }]),
      };
    })
    .sort((a, b) => a.seed - b.seed);
  const key = ({ dataset, backbone, method }: PlannedSheet) =>
    JSON.stringify([dataset, backbone, method]);
  return sheets.filter(
    (sheet, at) => sheets.findIndex((other) => key(other) === key(sheet)) === at,
  );
}

/**
 * The rows of several nodes: one where all have the same picture, else one for each arm with its test score. The last row is what a
 * network answers, which belongs to its arm also where two networks answer the same.
 */
function rowsOf(arms: readonly { arm: string; manifest: Manifest }[]): PlannedSheet['rows'] {
  const [first] = arms;
  return picturesOf(first!.manifest).flatMap(({ key, name }, at, all): PlannedSheet['rows'] => {
    const rows = arms.flatMap(({ arm, manifest }) => {
      const digest = manifest.outputs.blobs[key];
      return digest === undefined ? [] : [{ arm, manifest, digest }];
    });
    const isAnswer = arms.length > 1 && at === all.length - 1;
    if (!isAnswer && new Set(rows.map(({ digest }) => digest)).size === 1)
      return [{ label: name, value: null, digest: rows[0]!.digest }];
    return rows.map(({ arm, manifest, digest }) => ({
      label: `${name}, ${arm}`,
      value: runScores(manifest.node, manifest.outputs.scores).test,
      digest,
    }));
  });
}

/** The blobs `picture-<place>-<name>` of a node, by place. */
const picturesOf = ({ outputs }: Manifest): { key: string; name: string }[] =>
  Object.keys(outputs.blobs)
    .flatMap((key) => {
      const [, place, name] = /^picture-(\d+)-(.+)$/.exec(key) ?? [];
      return name === undefined ? [] : [{ key, name, place: Number(place) }];
    })
    .sort((a, b) => a.place - b.place);

async function drawnSheet(
  { rows, ...sheet }: PlannedSheet,
  store: Pick<Store, 'readBlob'>,
): Promise<PictureSheet | undefined> {
  const blobs = await Promise.all(rows.map(({ digest }) => store.readBlob(digest)));
  if (!blobs.every((blob) => blob !== undefined)) return undefined;
  const decoded = await Promise.all(blobs.map(decodedRow));
  const cell = Math.max(...decoded.map(({ size }) => size));
  const strips = await Promise.all(decoded.map((row) => pictureStrip(row, cell)));
  return {
    ...sheet,
    rows: strips.map(({ png, width, height }, at) => ({
      label: rows[at]!.label,
      value: rows[at]!.value,
      image: `data:image/png;base64,${png.toString('base64')}`,
      ...{ width, height },
    })),
  };
}

/** As many sheets as fit, of every task and method first one, in their order. */
function withinBytes(sheets: readonly PictureSheet[]): Pictures {
  const kind = ({ task, method }: PictureSheet) => task ?? method;
  const rank = (sheet: PictureSheet, at: number) =>
    sheets.slice(0, at).filter((other) => kind(other) === kind(sheet)).length;
  const byRank = sheets
    .map((sheet, at) => ({ sheet, rank: rank(sheet, at) }))
    .sort((a, b) => a.rank - b.rank);
  let bytes = 0;
  const kept = new Set<PictureSheet>();
  for (const { sheet } of byRank) {
    bytes += sheet.rows.reduce((sum, { image }) => sum + image.length, 0);
    if (bytes > MOST_BYTES) break;
    kept.add(sheet);
  }
  const shown = sheets.filter((sheet) => kept.has(sheet));
  return { sheets: shown, leftOut: sheets.length - shown.length };
}
