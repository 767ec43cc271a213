import { memory, openEngine, tensor, tidy } from '@nhat/engine';
import type { Tensor } from '@nhat/engine';
import { createWeights } from '@nhat/models';
import type { WeightRecord } from '@nhat/models';
import { stream } from '@nhat/random';
import { createHead } from './head';

const [inputs, outputs] = [3, 4];

/** The head in double precision, written from its definition; `rows` [positions, inputs]. */
function naive(rows: number[][], records: WeightRecord[], training: boolean): number[][] {
  const of = (name: string) => [
    ...records.find((record) => record.name === `task.${name}`)!.values,
  ];
  const product = (row: number[], weight: number[], columns: number) =>
    Array.from({ length: columns }, (_, k) =>
      row.reduce((sum, x, i) => sum + x * weight[i * columns + k]!, 0),
    );
  const hidden = rows.map((row) => product(row, of('hidden.weight'), inputs));
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const normalised = hidden.map((row) =>
    row.map((x, c) => {
      const column = hidden.map((other) => other[c]!);
      const m = training ? mean(column) : of('norm.running_mean')[c]!;
      const v = training ? mean(column.map((y) => (y - m) ** 2)) : of('norm.running_var')[c]!;
      const y = ((x - m) / Math.sqrt(v + 1e-5)) * of('norm.weight')[c]! + of('norm.bias')[c]!;
      return Math.max(0, y);
    }),
  );
  return normalised.map((row) =>
    product(row, of('out.weight'), outputs).map((y, k) => y + of('out.bias')[k]!),
  );
}

function created(kind: 'linear' | 'mlp') {
  const heads = createWeights(stream('head'));
  return { heads, head: createHead(kind, { heads, name: 'task', inputs, outputs }) };
}

function features(shape: number[]): { x: Tensor; rows: number[][] } {
  const s = stream('features');
  const rows = Array.from({ length: shape.reduce((a, b) => a * b, 1) / inputs }, () =>
    Array.from({ length: inputs }, () => s.normal()),
  );
  return { x: tensor(rows.flat(), shape), rows };
}

describe('createHead', () => {
  beforeAll(async () => {
    await openEngine();
  });

  it('names its parameters by kind, so that both kinds may stand side by side', async () => {
    const [plain, deep] = [created('linear'), created('mlp')];
    expect((await plain.heads.records()).map(({ name }) => name)).toEqual([
      'task.weight',
      'task.bias',
    ]);
    expect((await deep.heads.records()).map(({ name, shape }) => `${name} ${shape}`)).toEqual([
      'task.hidden.weight 3,3',
      'task.norm.weight 3',
      'task.norm.bias 3',
      'task.norm.running_mean 3',
      'task.norm.running_var 3',
      'task.out.weight 3,4',
      'task.out.bias 4',
    ]);
    plain.heads.dispose();
    deep.heads.dispose();
  });

  it.each([
    ['vectors in training', [20, inputs], true],
    ['vectors in evaluation', [20, inputs], false],
    ['maps in training', [2, 3, 4, inputs], true],
    ['maps in evaluation', [2, 3, 4, inputs], false],
  ])('does with %s what its definition says', async (_, shape, training) => {
    const before = memory().numTensors;
    const { heads, head } = created('mlp');
    const { x, rows } = features(shape);
    const expected = naive(rows, await heads.records(), training).flat();
    const y = tidy(() => head(x, training));
    expect(y.shape).toEqual([...shape.slice(0, -1), outputs]);
    y.dataSync().forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 5));
    for (const held of [x, y, heads]) held.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
