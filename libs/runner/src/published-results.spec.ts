import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePack } from '@nhat/packs';
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

  it('refuses weights that come out otherwise than those that were published', () => {
    for (const one of [images, pretrain]) runner.run(one);
    // As a processor that rounds otherwise: the code is the same, and what it computes is not.
    const { status, stderr } = runner.run(another, {
      env: { NODE_OPTIONS: `--require ${rounding()}` },
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/recomputing gave a different result.*npx nx reset/s);
    expect(runner.ledger().some((line) => line.startsWith('another'))).toBe(false);
    expect(runner.list('artifacts/another')).toEqual([]);
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
