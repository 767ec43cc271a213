import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { copyWorkspace } from '@nhat/workspace/copied-workspace';
import { main as exportNetwork } from './export';
import { main as pack } from './pack';
import { main as pin } from './upkeep/pin';

const root = temporaryFolder('files-away');
const write = (path: string, body: object) => writeFileSync(join(root, path), JSON.stringify(body));

beforeAll(() => {
  copyWorkspace(join(__dirname, '../../..'), root);
  for (const folder of ['datasets', 'pipelines']) mkdirSync(join(root, folder));
  write('datasets/photos.json', {
    source: { name: 'folder', path: 'pictures-that-moved' },
    images: { resolution: 16 },
  });
  write('datasets/shapes.json', { factors: {} });
  write('pipelines/study.json', {
    ...{ question: '?', datasets: ['photos', 'shapes'] },
    ...{ backbones: ['resnet9'], tasks: ['classification'], methods: ['rotation'] },
    ...{ budgets: { scratch: [10, 20], finetune: [10] }, seeds: 2 },
  });
  process.env['NHAT_PIPELINE'] = JSON.stringify({ name: 'study' });
});
afterAll(() => delete process.env['NHAT_PIPELINE']);

it.each([
  ['nx pack', () => pack([], root)],
  ['nx pack --partial', () => pack(['--partial'], root)],
  ['nx export', () => exportNetwork(['--dataset=photos'], root)],
  ['nx pin', () => pin(['study'], root)],
])('%s says that the images of a dataset are away, not that nothing ran', async (_, run) => {
  await expect(run()).rejects.toThrow(/^pictures-that-moved: no such folder/);
});

it('nx export says of a dataset whose images are there that nothing ran', async () => {
  const run = exportNetwork(['--dataset=shapes'], root);
  await expect(run).rejects.toThrow(/^nx export study: not finished/);
});
