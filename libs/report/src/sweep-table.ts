import { markdownRows } from './markdown-rows';
import { metricValue } from './metric';
import { unique } from './naming';
import { count, percent, setting } from './number-format';
import type { LearningFacts, Metric } from './report';

/** A pretraining of a sweep of settings. */
export interface SweptPretraining {
  /** Name of its node. */
  node: string;
  method: string;
  backbone: string;
  /** Width of the network, 1 being that of the paper; null where it has no such option. */
  width: number | null;
  peakRate: number;
  /** Images seen, repeats included. */
  imagesSeen: number;
  /** What it learned of its own task; null where that was not measured. */
  learning: (Omit<LearningFacts, 'metric'> & { metric: Omit<Metric, 'range'> }) | null;
  /** SHA-256 of its weights. */
  weights: string | null;
}

/** A training with labels of a sweep of settings. */
export interface SweptRun extends Pick<
  SweptPretraining,
  'node' | 'backbone' | 'width' | 'peakRate' | 'imagesSeen'
> {
  /** Node of the pretraining whose weights came first; null from scratch. */
  pretraining: string | null;
  /** Labelled images. */
  n: number;
  seed: number;
  /** Accuracy on validation images, 0 to 1. */
  validation: number | null;
}

export interface Sweep {
  pretrainings: readonly SweptPretraining[];
  runs: readonly SweptRun[];
}

/** A run beside the pretraining that it begins with. */
interface Start {
  run: SweptRun;
  start: SweptPretraining | null;
}

/** What the rows and columns of a table are; runs of a row differ in the rate of its columns and in the seed alone. */
interface Layout {
  headings: readonly string[];
  /** The first cells of the row of a run; undefined where the run has no place. */
  row(start: Start): readonly string[] | undefined;
  /** The peak rate that the columns are about. */
  rate(start: Start): number;
  /** What stands in brackets behind the mean. */
  remark?(start: Start): string;
}

const layouts = {
  /** One row for each method, network and length of pretraining. */
  pretraining: {
    headings: ['method', 'network', 'images seen', 'own check', 'labels (images seen, peak rate)'],
    row: ({ run, start }) =>
      start
        ? [
            ...[start.method, networkText(run), count(start.imagesSeen), checkText(start)],
            `${count(run.n)} (${count(run.imagesSeen)}, ${setting(run.peakRate)})`,
          ]
        : undefined,
    rate: ({ start }) => start!.peakRate,
    remark: ({ start }) => learnedText(start!),
  },
  /** One row for each network, start and number of labels. */
  supervised: {
    headings: ['network', 'begins with', 'labels', 'images seen'],
    row: ({ run, start }) => [
      networkText(run),
      start
        ? `${start.method}, ${count(start.imagesSeen)} at ${setting(start.peakRate)}`
        : 'random weights',
      ...[count(run.n), count(run.imagesSeen)],
    ],
    rate: ({ run }) => run.peakRate,
  },
} as const satisfies Record<string, Layout>;

/** Which rates a table is about: those of pretraining, or those of training with labels. */
export type SweptRates = keyof typeof layouts;

/**
 * The mean accuracy on validation images at each peak rate of a sweep, as a table in Markdown; the best of a row is bold. Rows with one
 * rate are left out, because they compare nothing. `pretraining` has in brackets what the networks learned of their own task.
 */
export function sweepTable({ pretrainings, runs }: Sweep, rates: SweptRates): string {
  const layout: Layout = layouts[rates];
  const byNode = new Map(pretrainings.map((one) => [one.node, one]));
  const rows = new Map<string, { texts: readonly string[]; starts: Start[] }>();
  for (const run of runs) {
    const start = run.pretraining === null ? null : byNode.get(run.pretraining);
    if (start === undefined) continue;
    const texts = layout.row({ run, start });
    if (texts === undefined || run.validation === null) continue;
    const key = JSON.stringify(texts);
    if (!rows.has(key)) rows.set(key, { texts, starts: [] });
    rows.get(key)!.starts.push({ run, start });
  }
  const compared = [...rows.values()].filter(
    ({ starts }) => unique(starts.map(layout.rate)).length > 1,
  );
  const columns = unique(compared.flatMap(({ starts }) => starts.map(layout.rate))).sort(
    (a, b) => a - b,
  );
  const cells = compared.map(({ texts, starts }) => {
    const groups = columns.map((rate) => starts.filter((start) => layout.rate(start) === rate));
    const best = Math.max(...groups.map(meanOf));
    const most = Math.max(...groups.map(({ length }) => length));
    return [
      ...texts,
      ...groups.map((group) => {
        const mean = meanText(group, most);
        const text = meanOf(group) === best ? `**${mean}**` : mean;
        return layout.remark && group[0] ? `${text} (${layout.remark(group[0])})` : text;
      }),
    ];
  });
  return markdownRows([...layout.headings, ...columns.map(setting)], cells.sort(byTexts));
}

const meanOf = (starts: readonly Start[]): number =>
  starts.length === 0
    ? -Infinity
    : starts.reduce((sum, { run }) => sum + run.validation!, 0) / starts.length;

/** The mean, and of how many seeds where other cells of the row have more. */
function meanText(starts: readonly Start[], most: number): string {
  if (starts.length === 0) return '–';
  if (unique(starts.map(({ run }) => run.seed)).length < starts.length) {
    const nodes = starts.map(({ run }) => run.node).join(', ');
    throw new Error(`runs of a sweep differ in more than rates and lengths: ${nodes}`);
  }
  const mean = percent(meanOf(starts));
  return starts.length < most ? `${mean}, ${starts.length} of ${most} seeds` : mean;
}

/** Numbers without groups, so that 500,000 comes before 1,000,000. */
const inOrder = (text: string): string => text.replace(/(?<=\d),(?=\d)/g, '');

/** The order of the texts, with numbers by their value. */
function byTexts(a: readonly string[], b: readonly string[]): number {
  for (const [at, text] of a.entries()) {
    const order = inOrder(text).localeCompare(inOrder(b[at]!), 'en', { numeric: true });
    if (order !== 0) return order;
  }
  return 0;
}

const networkText = ({ backbone, width }: Pick<SweptRun, 'backbone' | 'width'>): string =>
  width === null ? backbone : `${backbone}, width ${setting(width)}`;

const checkText = ({ learning }: SweptPretraining): string =>
  learning ? `${learning.metric.label}, ${learning.rule}` : '–';

const learnedText = ({ learning }: SweptPretraining): string =>
  learning === null || learning.value === null ? '–' : metricValue(learning.metric, learning.value);
