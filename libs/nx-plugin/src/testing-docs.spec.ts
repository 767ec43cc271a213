import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const quoted = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text!);

/** Builders and files of each row of docs/testing.md; suites name no file. */
const rows = readFileSync(join(root, 'docs/testing.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, , files]) => files!.startsWith('`'))
  .map(([, builders, files]): [string[], string[]] => [quoted(builders!), quoted(files!)]);

describe('docs/testing.md', () => {
  it('has rows', () => expect(rows.length).toBeGreaterThan(20));

  it.each(rows)('%j are exported by %j', (builders, files) => {
    const texts = files.map((file) => {
      const [library, name] = file.split('/');
      return readFileSync(join(root, 'libs', library!, 'src/testing', `${name}.ts`), 'utf8');
    });
    for (const builder of builders) {
      expect(texts.join()).toMatch(
        new RegExp(`export (async )?(function|const|class) ${builder}\\b`),
      );
    }
  });
});
