import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePack } from '@nhat/packs';
import { askForFiles, madeHerePath } from './made-here';
import type { PlannedNode } from './node-record';
import { RunnerFolder } from './testing/runner-folder';

/** Writes weights, and reads the weights of what is upstream where the configuration says so. */
const STAGE = `
exports.run = async ({ config, upstream, readBlob, writeBlob }) => {
  const blobs = upstream.flatMap(({ outputs }) => Object.values(outputs.blobs));
  const read = config.reads ? await Promise.all(blobs.map(readBlob)) : [];
  const weights = await writeBlob(Buffer.alloc(1000, config.letter));
  return { blobs: { weights }, scores: { read: read.map((bytes) => bytes.length) } };
};
`;

describe('a workspace with a pack and without the weights', () => {
  let runner: RunnerFolder;
  beforeEach(() => {
    runner = new RunnerFolder();
    runner.bundle('bundle-letter', STAGE);
    for (const one of [images, pretrain, finetune]) expect(runner.run(one).status).toBe(0);
    publish(images, pretrain, finetune);
    for (const folder of [
      '.nhat',
      'artifacts/images',
      'artifacts/pretrain',
      'artifacts/finetune',
    ]) {
      rmSync(join(runner.path, folder), { recursive: true });
    }
  });
  afterEach(() => runner.dispose());

  const node = (name: string, upstream: string[], reads = true): PlannedNode => ({
    ...{
      name,
      stage: 'pretrain',
      bundle: 'bundle-letter',
      config: { letter: name[0]!, reads, name },
    },
    upstream: upstream.map((other) => ({ role: 'run', node: other })),
  });
  const images = node('images', []);
  const pretrain = node('pretrain', ['images']);
  const finetune = node('finetune', ['pretrain']);
  const another = node('another', ['pretrain']);

  function publish(...nodes: PlannedNode[]) {
    const pipeline = {
      name: 'study',
      question: '',
      cost: '',
      expected: '',
      claims: [],
      utilities: [],
    };
    const pack = encodePack({
      ...{ pipeline, planned: 4, checkout: null, files: new Map(), pictures: new Map() },
      manifests: nodes.map(({ name }) => runner.manifest(name)),
    });
    mkdirSync(join(runner.path, 'published'), { recursive: true });
    writeFileSync(join(runner.path, 'published/study.nhat-pack'), pack);
  }

  it('runs nothing whose result is published, and says where it found it', () => {
    const outputs = [images, pretrain, finetune].map((one) => {
      const { status, stdout } = runner.run(one);
      expect([status, stdout]).toEqual([
        0,
        expect.stringMatching(/found in a published pack \(took/),
      ]);
      return runner.manifest(one.name).outputs.blobs['weights'];
    });
    expect(new Set(outputs).size).toBe(3);
    expect(runner.ledger()).toEqual(['images pack', 'pretrain pack', 'finetune pack']);
    expect(runner.list('.nhat/store/ac')).toEqual([]);
  });

  it('computes again, to the same bits, exactly what a node without a result reads', () => {
    for (const one of [images, pretrain, finetune]) runner.run(one);
    const before = runner.artifact('pretrain', 'outputs.json');
    const { status, stderr } = runner.run(another);
    expect([status, stderr]).toEqual([0, '']);
    expect(runner.ledger().slice(3)).toEqual([
      ...['images computed', 'pretrain computed', 'another computed'],
    ]);
    expect(runner.artifact('pretrain', 'outputs.json')).toBe(before);
    expect(runner.manifest('another').outputs.scores).toEqual({ read: [1000] });
    // Now its weights are in the store, so that the store answers.
    expect(runner.run(pretrain).status).toBe(0);
    expect(runner.ledger().at(-1)).toBe('pretrain store');
  });

  /** As a processor that rounds otherwise: the code is the same, and what it computes is not. */
  const elsewhere = () => ({ env: { NODE_OPTIONS: `--require ${rounding()}` } });
  const kept = (name: string) => readFileSync(join(runner.path, madeHerePath(name)), 'utf8');

  it('mixes no weights that come out otherwise in the middle of a run, and the next run goes on with them', () => {
    for (const one of [images, pretrain, finetune]) runner.run(one);
    const before = runner.artifact('pretrain', 'outputs.json');
    const { status, stderr } = runner.run(another, elsewhere());
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^pretrain: made again, it came out with other files \(.*processor.*\)\. Run the same command again/,
    );
    expect(runner.ledger().some((line) => line.startsWith('another'))).toBe(false);
    expect(runner.list('artifacts/another')).toEqual([]);
    expect(runner.artifact('pretrain', 'outputs.json')).toBe(before);
    // An input of the node for Nx, which would restore the published result otherwise.
    expect(kept('pretrain')).toMatch(/^outputs [0-9a-f]{64}\n$/);

    const again = [pretrain, finetune, another].map((one) => runner.run(one, elsewhere()).status);
    expect(again).toEqual([0, 0, 0]);
    expect(runner.ledger().slice(-3)).toEqual([
      ...['pretrain store', 'finetune computed', 'another computed'],
    ]);
    expect(runner.artifact('pretrain', 'outputs.json')).not.toBe(before);
    const [fromNew] = runner.manifest('another').ingredients.upstream;
    expect(runner.manifest('finetune').ingredients.upstream).toEqual([fromNew]);
  });

  it('computes before its readers what a run asks for with its files, as long as that run lasts', () => {
    for (const one of [images, pretrain]) runner.run(one);
    askForFiles(runner.path, 'pretrain');
    const asked = kept('pretrain');
    expect(runner.run(pretrain, elsewhere()).status).toBe(0);
    expect(runner.ledger().slice(2)).toEqual(['images computed', 'pretrain computed']);
    expect(kept('pretrain')).toMatch(/^outputs /);

    rmSync(join(runner.path, '.nhat/store'), { recursive: true });
    const ended = String(spawnSync('true').pid);
    writeFileSync(
      join(runner.path, madeHerePath('pretrain')),
      asked.replace(/ \d+ /, ` ${ended} `),
    );
    expect(runner.run(pretrain).status).toBe(0);
    expect(runner.ledger().at(-1)).toBe('pretrain pack');
  });

  function rounding(): string {
    const file = join(runner.path, 'rounding.cjs');
    const alloc = 'const { alloc } = Buffer; Buffer.alloc = (size, fill) =>';
    writeFileSync(file, `${alloc} alloc(size, fill === 'p' ? 'q' : fill);`);
    return file;
  }

  it('computes all of it with NHAT_PUBLISHED=off', () => {
    expect(runner.run(images, { env: { NHAT_PUBLISHED: 'off' } }).status).toBe(0);
    expect(runner.ledger()).toEqual(['images computed']);
    expect(kept('images')).toMatch(/^outputs /);
  });

  it('computes what a damaged pack had, after one line', () => {
    writeFileSync(join(runner.path, 'published/study.nhat-pack'), 'nhat-pack 1');
    const { status, stderr } = runner.run(images);
    expect([status, stderr]).toEqual([
      0,
      expect.stringMatching(/^published\/study\.nhat-pack: damaged .*\n$/),
    ]);
    expect(runner.ledger()).toEqual(['images computed']);
    const alone = runner.run(pretrain, { env: { NX_INVOCATION_ROOT_PID: String(process.pid) } });
    expect([alone.status, alone.stderr]).toEqual([0, '']);
  });
});
