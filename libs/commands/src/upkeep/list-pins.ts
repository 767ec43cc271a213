import { jsonFlag, readFlags } from '@nhat/documents';
import { plural } from '@nhat/report/number-format';
import { readPins } from './pins';

/** `nx pins [--json]`: what is pinned since when. */
export function main(args: string[], root = process.cwd()): Promise<void> {
  const { json } = readFlags('nx pins', args, jsonFlag);
  const pins = readPins(root);
  const width = Math.max(0, ...pins.map(({ name }) => name.length));
  const lines = pins.map(
    ({ name, at, results }) =>
      `${name.padEnd(width)}  ${plural(results.length, 'node')}, since ${at.slice(0, 10)}`,
  );
  const text = pins.length === 0 ? 'Nothing is pinned.' : lines.join('\n');
  process.stdout.write(json ? `${JSON.stringify(pins, null, 2)}\n` : `${text}\n`);
  return Promise.resolve();
}
