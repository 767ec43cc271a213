import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { stageBundle } from '@nhat/plan';
import { bundleCode } from './bundle-code';
import { TestWorkspace } from '@nhat/nx-plugin/testing/test-workspace';

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

  it('of the registries needs no package but the optional one of MessagePack, so that documents are read without TensorFlow', async () => {
    const all = "export { registries } from '@nhat/plan/registries';";
    const { code: text } = await bundleCode(here.folder, all);
    expect(text.trimEnd().split('\n').at(-1)).toMatch(/^\/\/ packages: msgpackr-extract@[\d.]+$/);
  });

  describe('made of a file whose changes Nx would not notice', () => {
    const METHOD = 'libs/pretext/src/rotation.ts';
    /** The method imports a file, and its constant is used. */
    const importing = async (file: string, text: string) => {
      here.write(`libs/pretext/src/${file}`, text);
      const { status, stderr } = spawnSync('git', ['init', '-q'], { cwd: here.folder });
      if (status !== 0) throw new Error(String(stderr));
      const before = here.read(METHOD);
      here.write(
        METHOD,
        `import * as found from './${file}';\nglobalThis.found = found;\n${before}`,
      );
      try {
        return await code();
      } finally {
        here.write(METHOD, before);
        here.remove(join('libs/pretext/src', file));
      }
    };

    it.each([
      ['elsewhere', '../other.ts', 'libs/pretext/other.ts: outside the sources'],
      ['outside libs', '../../../datasets/x.json', 'datasets/x.json: outside the sources'],
      ['of the tests', 'testing/made-up.ts', 'libs/pretext/src/testing/made-up.ts: outside'],
      ['that git ignores', 'x.part.ts', 'libs/pretext/src/x.part.ts: ignored by git'],
    ])('is refused: one %s', async (_, file, message) => {
      here.write('.gitignore', '*.part.ts\n');
      const text = file.endsWith('json') ? '{ "x": 7 }' : 'export const x = 7;';
      await expect(importing(file, text)).rejects.toThrow(message);
      await expect(importing(file, text)).rejects.toThrow(`an import of it in ${METHOD}`);
    });

    it.each([
      ['words.json', '{ "x": 71234 }'],
      ['words.mjs', 'export const x = 71234;'],
      ['words.cjs', 'exports.x = 71234;'],
      ['slope-changed.ts', 'export const x = 71234;'],
    ])('is not %s', async (file, text) => {
      here.write('.gitignore', readFileSync(join(__dirname, '../../../.gitignore'), 'utf8'));
      expect(await importing(file, text)).toContain('71234');
    });
  });

  describe('is kept', () => {
    const METHOD = 'libs/pretext/src/rotation.ts';
    const kept = (suffix: string) =>
      readdirSync(here.path('.nhat/tools'))
        .filter((name) => name.startsWith('stage-') && name.endsWith(suffix))
        .map((name) => here.path(join('.nhat/tools', name)));
    /** Whether the bundle is made anew, which writes other files. */
    const isMade = async (): Promise<boolean> => {
      const files = () => kept('.cjs').map((file) => statSync(file).ino);
      const before = files();
      await code();
      return String(files()) !== String(before);
    };
    const asWith = async (changes: Record<string, (text: string) => string>) => {
      expect(await here.during(changes, isMade)).toBe(true);
      expect(await isMade()).toBe(true);
    };

    it('while its sources stay the same', async () => {
      const first = await bundleCode(here.folder, entry);
      const { code: text, map } = await bundleCode(here.folder, entry);
      expect(await isMade()).toBe(false);
      expect({ text, map }).toEqual({ text: first.code, map: first.map });
    });

    it('until a source changes, in the text alone, too', async () => {
      await asWith({ [METHOD]: (text) => `// A remark.\n${text}` });
      expect(await isMade()).toBe(false);
    });

    it('until a file is added that an import finds first', async () => {
      await code();
      const shadow = { 'libs/pretext/src/rotation.tsx': () => here.read(METHOD) };
      await expect(here.during(shadow, () => code())).rejects.toThrow('rotation.tsx: outside');
    });

    it('until a setting of the compiler changes', async () => {
      await asWith({ 'tsconfig.base.json': (text) => text.replace('{', '{ ') });
    });

    it('unless git ignores one of its sources by now', async () => {
      spawnSync('git', ['init', '-q'], { cwd: here.folder });
      await code();
      const ignore = { '.gitignore': (text: string) => `${text}\n/${METHOD}\n` };
      await expect(here.during(ignore, () => code())).rejects.toThrow(`${METHOD}: ignored by git`);
    });

    it.each(['.cjs', '.map', '.json'])('unless its %s file is damaged', async (suffix) => {
      const before = await bundleCode(here.folder, entry);
      for (const file of kept(suffix)) truncateSync(file, statSync(file).size >> 1);
      expect(await isMade()).toBe(true);
      expect(await bundleCode(here.folder, entry)).toMatchObject(before);
    });
  });

  it('says which file is at fault when a source cannot be read', async () => {
    elsewhere.write('libs/pretext/src/rotation.ts', 'export const = 1;');
    await expect(code(elsewhere)).rejects.toThrow(
      /^libs\/pretext\/src\/rotation\.ts:1:14: Expected identifier/,
    );
  });
});
