import { registries } from '@nhat/plan';
import type { PlanNode } from '@nhat/plan';
import type { PastNode } from '@nhat/timing';
import { memoryNotes } from './memory-notes';

const nodesAt = (resolution: number, batch = 64): PlanNode[] => {
  const backbone = { name: 'resnet9', options: { width: 0.25, features: 256 } };
  const trained = (stage: PlanNode['stage'], more: object = {}): PlanNode => ({
    ...{ name: `${stage}-a`, stage, bundle: 'b' },
    config: { backbone, schedule: { batch }, ...more },
    upstream: [{ role: 'images', node: 'images-a' }],
  });
  return [
    { name: 'images-a', stage: 'images', config: { resolution }, upstream: [], bundle: 'b' },
    trained('pretrain', { method: { name: 'simclr', options: {} } }),
    trained('scratch'),
  ];
};

const notesOf = (
  nodes: PlanNode[],
  { memory = 16e9, parallel = '2', past = [] as PastNode[], runs = (): boolean => true } = {},
): string[] =>
  memoryNotes(nodes, runs, { past, registries, memory, environment: { NX_PARALLEL: parallel } });

describe('the memory that batches take', () => {
  it('is worth no word at 32 pixels, and a sentence for each kind of training at 224', () => {
    expect(notesOf(nodesAt(32))).toEqual([]);
    const [pretraining, training, ...others] = notesOf(nodesAt(224), { memory: 12e9 });
    expect(others).toEqual([]);
    expect(pretraining).toMatch(
      /^A batch of 64 at 224 pixels takes up to [\d.]+ GB in each of 2 processes \(pretraining; this machine has 12 GB\)\. Less: "pretraining": \{ "batch": (32|16|8) \}, or NX_PARALLEL=1, or a "resolution" below 224$/,
    );
    expect(training).toMatch(/\(training; this machine has 12 GB\)\. Less: "training": \{ "batch"/);
  });

  it('counts the views of a method, and no node whose result is there', () => {
    const gigabytes = notesOf(nodesAt(224), { memory: 4e9 }).map((note) =>
      Number(/up to ([\d.]+) GB/.exec(note)![1]),
    );
    // SimCLR has two views of each image.
    expect(gigabytes[0]! / gigabytes[1]!).toBeGreaterThan(1.7);
    expect(notesOf(nodesAt(224), { memory: 4e9, runs: () => false })).toEqual([]);
  });

  it('advises no batch where none is small enough, nor fewer processes than one', () => {
    const [note] = notesOf(nodesAt(256), { memory: 5e8, parallel: '1' });
    expect(note).toMatch(/takes up to [\d.]+ GB \(pretraining.* Less: a "resolution" below 256$/);
  });

  it('is the measured one where a training with this batch and size ran here', () => {
    const [, , scratch] = nodesAt(224);
    const past = { stage: 'scratch', config: scratch!.config, resolution: 224, memory: 9000 };
    const measured = (resolution: number) =>
      notesOf(nodesAt(224).slice(0, 3), {
        memory: 16e9,
        past: [{ ...past, resolution } as unknown as PastNode],
      }).find((note) => note.includes('(training'));
    expect(measured(224)).toContain('up to 9.0 GB in each');
    expect(measured(64) ?? '').not.toContain('9.0 GB');
  });
});
