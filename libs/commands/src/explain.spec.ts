import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { explanationOf, explanationText } from './explanation';
import { main, nodeNamed } from './explain';
import type { Forecast } from './node-forecast';
import { plannedPipeline } from './planned-pipeline';

const root = join(__dirname, '../../..');
const planned = plannedPipeline(root, readWorkspace(root), 'smoke');
const { nodes } = planned.plan;
const named = (part: string) => nodes.find(({ name }) => name.includes(part))!.name;
const expected = nodes.map(({ name, stage }): Forecast => ({ name, stage, status: 'ready' }));

describe('the node that is meant', () => {
  it('has this name, or is the only one with this part of a name', () => {
    const name = named('pretrain-shapes-tc-rotation-resnet9-s1');
    expect(nodeNamed(planned, name)).toBe(name);
    expect(nodeNamed(planned, 'rotation-resnet9-s1')).toBe(name);
    expect(nodeNamed(planned, name.slice(-8))).toBe(name);
  });

  it.each([
    [undefined, 'missing'],
    ['pretrain', 'several nodes'],
    ['nothing', 'no such node'],
  ])('is asked for where %s names none', (asked, problem) => {
    expect(() => nodeNamed(planned, asked)).toThrow(problem);
    expect(() => nodeNamed(planned, asked)).toThrow('pretrain-shapes-tc-rotation-resnet9-s0');
  });
});

it('a node of no pipeline is looked for by the part of its name that stays', async () => {
  const empty = temporaryFolder('explain');
  for (const folder of ['datasets', 'pipelines']) mkdirSync(join(empty, folder));
  await expect(main(['--node=scratch-a-n10-0123abcd'], empty)).rejects.toThrow(
    /no pipeline has this node.*npx nx explain <pipeline> --node=scratch-a-n10 finds/s,
  );
});

describe('the explanation of a node', () => {
  const name = named('pretrain-shapes-tc-rotation-resnet9-s0');
  const explain = (own: Partial<Forecast>) =>
    explanationOf(
      name,
      planned.plan,
      expected.map((one) => (one.name === name ? { ...one, ...own } : one)),
    );

  it('has its options in words, its inputs and its readers', () => {
    const { subject, options, upstream, readers } = explain({});
    expect(subject).toBe('pretraining with rotation');
    expect(options).toContainEqual({
      ...{ path: 'schedule.peakRate', name: 'the learning rate', value: '0.001' },
    });
    expect(upstream.map(({ role }) => role)).toEqual(['images']);
    expect(readers.every((one) => one.startsWith('finetune-'))).toBe(true);
    expect(readers).toHaveLength(2);
  });

  it('says why it would run', () => {
    const words = ['the learning rate of pretraining with rotation changed: 0.003 → 0.001'];
    const reason = { kind: 'configuration changed' as const, details: [], words };
    const text = explanationText(explain({ status: 'run', reason }));
    expect(text).toContain(`it would run: ${words[0]}`);
    expect(text).toContain('result  none');
  });
});
