import { stageBundle } from '@nhat/plan';
import { bundleCode } from './bundle-code';
import { TestWorkspace } from './testing/test-workspace';

const { entry } = stageBundle('pretrain', [
  { key: 'method', library: 'pretext', name: 'rotation' },
  { key: 'backbone', library: 'models', name: 'resnet9' },
]);

describe('the bundle of a stage', () => {
  const here = new TestWorkspace({});
  const elsewhere = new TestWorkspace({});
  afterAll(() => [here, elsewhere].forEach((workspace) => workspace.dispose()));

  const code = async (workspace = here) => (await bundleCode(workspace.folder, entry)).code;

  it('is the same wherever the workspace lies, and names what stays outside', async () => {
    expect(await code()).toBe(await code(elsewhere));
    expect(await code()).not.toContain(here.folder);
    expect((await code()).trimEnd().split('\n').at(-1)).toMatch(
      /^\/\/ packages: .*@tensorflow\/tfjs-core@\d+\.\d+\.\d+/,
    );
  });

  it('loads and exports the stage', async () => {
    here.write('artifacts/b/bundle.cjs', await code());
    const { run } = (await import(here.path('artifacts/b/bundle.cjs'))) as { run: unknown };
    expect(run).toBeInstanceOf(Function);
  });

  it('holds nothing of what plans, validates and reports', async () => {
    const text = await code();
    for (const word of ['ajv', 'createNodes', 'vega', 'esbuild']) expect(text).not.toContain(word);
  });

  it('says which file is at fault when a source cannot be read', async () => {
    elsewhere.write('libs/pretext/src/rotation.ts', 'export const = 1;');
    await expect(code(elsewhere)).rejects.toThrow(
      /^libs\/pretext\/src\/rotation\.ts:1:14: Expected identifier/,
    );
  });
});
