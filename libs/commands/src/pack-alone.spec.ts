import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { packAlone } from './pack-alone';

describe('a pack of a pipeline without a document', () => {
  const root = temporaryFolder('pack-alone');
  mkdirSync(join(root, 'published/mini'), { recursive: true });
  for (const name of ['old', 'mini/old', 'study'])
    writeFileSync(join(root, `published/${name}.nhat-pack`), '');
  const asked = (line: string) => packAlone(root, line.split(' '), { names: ['study'] });

  it.each([
    ['published old', 'old', []],
    ['published mini/old --json', 'mini/old', ['--json']],
    ['run old:published', 'old', []],
    ['run-many -t published -p old', 'old', []],
    ['published gone --pack=a.nhat-pack', 'gone', ['--pack=a.nhat-pack']],
  ])('is shown by nx %s', (line, name, words) => expect(asked(line)).toEqual({ name, words }));

  it.each([
    'published study',
    'published gone',
    'published ../published/old',
    'published old --help',
    'plan old',
    'run-many -t published -p old study',
  ])('is not what nx %s asks for alone', (line) => expect(asked(line)).toBeUndefined());
});
