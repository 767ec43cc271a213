import { stream } from '@nhat/random';
import { answeredCoverage } from './simulated-answers';
import type { AnsweredCoverage } from './simulated-answers';
import type { TableOptions } from './table-options';

const NAME = 44;

/**
 * Held and median width, without and with the choice of test images, and where each seed has so many test images of its own; a line for each
 * number of test images, seeds, and shared images.
 */
export function printAnswers({ repetitions, draws, progress }: TableOptions): void {
  row('test images, as difficult for both arms', [
    ...['seeds', 'alone', 'width', 'with', 'width', 'own', 'width'],
  ]);
  for (const shared of [0, 0.5, 1]) {
    for (const images of [100, 500, 2000]) {
      for (const seeds of [2, 3, 5]) {
        const name = `${images}, ${100 * shared} %`;
        progress(`${name}, ${seeds} seeds`);
        const options = { repetitions, draws, stream: stream('answers', name, seeds) };
        const design = { images, seeds, shared, utility: 1 };
        const found = answeredCoverage(design, options);
        const own = answeredCoverage({ ...design, splits: seeds }, options);
        row(name, [`${seeds}`, ...[found.seeds, found.images, own.seeds].flatMap(cells)]);
      }
    }
  }
}

const cells = ({ held, width }: AnsweredCoverage) => [(100 * held).toFixed(0), width.toFixed(2)];

const row = (name: string, columns: readonly string[]): void => {
  process.stdout.write(`${name.padEnd(NAME)}${columns.map((cell) => cell.padStart(8)).join('')}\n`);
};
