import type { PrecisionSetting } from '@nhat/documents';
import { methodCases } from './method-case';
import { TARGET, measureMethod } from './measure-method';
import type { MeasuredMethod, MethodRow } from './measure-method';

export interface MethodsPlan {
  widths: number[];
  precision: PrecisionSetting;
  rounds: number;
  /** Where the steps run. */
  core: number;
  /** Times by operation below each row. */
  profile: boolean;
  json: boolean;
}

const COUNTED =
  'GFLOP: 2 × multiply–accumulates × 3 × views × images, of the network and of the decoder of the VAE';

/** Measures every method and prints rows as they come, or JSON at the end. */
export async function benchMethods(plan: MethodsPlan): Promise<void> {
  const say = (line: string) => plan.json || process.stdout.write(`${line}\n`);
  const results: MethodRow[] = [];
  let engine = '';
  say(HEADINGS.map(cell).join(''));
  for (const width of plan.widths) {
    for (const one of methodCases(width, plan.precision)) {
      const found = await measureMethod(one, { ...plan, stepsPerRound: width < 1 ? 5 : 2 });
      engine = found.engine;
      results.push(found.row);
      say(line(found.row));
      if (plan.profile) say(operations(found));
    }
  }
  if (plan.json) {
    const record = { engine, threads: 1, target: { outsideTensorFlow: TARGET }, counted: COUNTED };
    process.stdout.write(`${JSON.stringify({ ...record, results }, null, 2)}\n`);
  }
  say(`\n${COUNTED}.`);
  say(
    'The decoder of the VAE is as narrow as its network; CMC has banks of as many rows as images.',
  );
  say(verdict(results));
}

const HEADINGS = [
  ...['method', 'network', 'width', 'images', 'precision', 'ms a step', 'images/s'],
  ...['GFLOP/s', 'not convolutions', 'outside TensorFlow', 'reading'],
];
const WIDTHS = [10, 15, 7, 17, 11, 11, 10, 9, 18, 20, 9];

const cell = (text: string, column: number): string => text.padEnd(WIDTHS[column]!);

function line(row: MethodRow): string {
  const { method, backbone, width, batch, size, images, precision } = row;
  const rows = method === 'cmc' ? `/${images / 1000}k` : '';
  return [
    ...[method, backbone, String(width), `${batch}${rows} × ${size} px`, precision],
    ...[row.msPerStep, row.imagesPerSecond, row.gflopPerSecond].map(String),
    ...[row.notConvolutions, row.outsideTensorFlow, row.reading].map(percent),
  ]
    .map(cell)
    .join('');
}

const percent = (share: number | null): string =>
  share === null ? '–' : `${(share * 100).toFixed(1)} %`;

function operations({ ops, steps }: MeasuredMethod): string {
  return ops
    .map(({ operation, calls, milliseconds }) => {
      const [often, long] = [calls / steps, milliseconds / steps];
      return `    ${operation.padEnd(34)} ${often.toFixed(1).padStart(6)} calls ${long.toFixed(2).padStart(8)} ms`;
    })
    .join('\n');
}

function verdict(rows: MethodRow[]): string {
  const limit = `${TARGET * 100} % of a step outside TensorFlow`;
  if (rows.some(({ onTarget }) => onTarget === null))
    return `At most ${limit}: not measurable here.`;
  const over = rows.filter(({ onTarget }) => !onTarget);
  if (over.length === 0) return `At most ${limit}: held by all ${rows.length}.`;
  const names = over.map(({ method, backbone, width }) => `${method} on ${backbone} (${width})`);
  return `At most ${limit}: exceeded by ${names.join(', ')}.`;
}
