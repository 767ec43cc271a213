import type { Manifest } from '@nhat/artifacts';
import type { PlanNode } from '@nhat/plan';
import { processorFact } from '@nhat/runner/processor-fact';
import type { Store } from '@nhat/store';
import { lostFiles } from './lost-files';
import { madeAgainNotes, madeHereNotes } from './made-again-notes';
import type { Forecast } from './node-forecast';

const node = (name: string, upstream: Record<string, string> = {}) =>
  ({
    ...{ name, stage: name.split('-')[0] },
    upstream: Object.entries(upstream).map(([role, of]) => ({ role, node: of })),
  }) as PlanNode;
const images = { images: 'images-a' };
const pretrained = { ...images, pretrain: 'pretrain-a' };
const plan = [
  ...[node('images-a'), node('pretrain-a', images), node('scratch-a', images)],
  ...[node('finetune-a', pretrained), node('finetune-b', pretrained)],
  node('curve-a', { run: 'finetune-a' }),
];

/** Forecasts where one finetuning runs and all other results are in a pack without their large files. */
function forecasts(processor: object | undefined): Forecast[] {
  const blobs: Record<string, Record<string, string>> = {
    images: { 'train-000': 'shard' },
    pretrain: { weights: 'weights' },
  };
  return plan.map(({ name, stage }) => {
    if (name === 'finetune-b') return { name, stage, status: 'run' };
    const facts = { engine: stage === 'images' ? undefined : {}, processor };
    const outputs = { blobs: blobs[stage] ?? {} };
    const manifest = { outputs, ran: { facts } } as unknown as Manifest;
    return { name, stage, status: 'ready', result: { place: 'published pack', manifest } };
  });
}
const store = { hasIntactBlob: () => Promise.resolve(false) } as unknown as Store;
const ready = { 'scratch-a': 'ready', 'finetune-a': 'ready', 'curve-a': 'ready' };
const runs = { 'images-a': 'run', 'pretrain-a': 'run', 'finetune-b': 'run' };
const inDoubt = { 'finetune-a': 'depends', 'curve-a': 'depends' };
const OTHER = { model: 'Xeon \u001b[31m', digest: 'x' };

it.each<[string, object | undefined, object, RegExp]>([
  ['the same processor', { ...processorFact() }, ready, /^$/],
  [
    'another processor',
    OTHER,
    inDoubt,
    /^A pretraining of another processor \(Xeon \\u001b\[31m\) /,
  ],
  [
    'a processor that is not named',
    undefined,
    inDoubt,
    /of a processor that was not recorded runs/,
  ],
])('forecasts what rests on weights that are made again: %s', async (_, processor, rest, note) => {
  const expected = await lostFiles(plan, forecasts(processor), store);
  const statuses = Object.fromEntries(expected.map(({ name, status }) => [name, status]));
  expect(statuses).toEqual({ ...ready, ...runs, ...rest });
  expect(madeAgainNotes(expected).join()).toMatch(note);
});

it('says that published results do not count which rest on other weights than those made here', () => {
  const made = { ...forecasts(undefined)[1]!, key: 'k' };
  const withWeights = (weights: string) =>
    ({ outputs: { blobs: { weights } } }) as unknown as Manifest;
  const notes = (weights: string, status: 'ready' | 'run') => {
    const all = forecasts(undefined).map((one) => ({ ...one, status }));
    all[1] = { ...made, result: { place: 'store', manifest: withWeights('own') }, status: 'ready' };
    return madeHereNotes({ name: 'study', hasPack: true }, plan, all, {
      find: () => withWeights(weights),
    }).join();
  };
  expect(notes('other', 'run')).toMatch(/^A pretraining was made here .* npx nx published study$/);
  expect([notes('own', 'run'), notes('other', 'ready')]).toEqual(['', '']);
});
