import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { copyWorkspace } from '@nhat/workspace/copied-workspace';
import { sheetsOf } from './sheet';

const documents = {
  'a-gone': { source: { name: 'folder', path: '/nowhere/photos' }, images: { resolution: 16 } },
  tiny: {
    factors: { texture: false, colour: true },
    images: { resolution: 16, train: 40, validation: 10, test: 20 },
    shapesPerBucket: 1,
  },
};

it('contact sheets are drawn although the files of one dataset are not on this machine', async () => {
  const root = temporaryFolder('sheets');
  copyWorkspace(join(__dirname, '../../..'), root);
  for (const folder of ['datasets', 'pipelines']) mkdirSync(join(root, folder));
  for (const [name, body] of Object.entries(documents))
    writeFileSync(join(root, `datasets/${name}.json`), JSON.stringify(body));
  const drawn: string[] = [];
  const lines: string[] = [];
  const none = { resolution: undefined, seed: undefined };
  for await (const { path } of sheetsOf(root, none, { warn: (line) => lines.push(line) }))
    drawn.push(path);
  expect(drawn).toEqual(['reports/sheets/tiny-16.png']);
  expect(existsSync(join(root, drawn[0]!))).toBe(true);
  expect(lines).toEqual([
    expect.stringMatching(/^a-gone: left out, because \/nowhere\/photos: no such folder/),
  ]);
});
