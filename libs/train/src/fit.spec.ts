import {
  adam,
  add,
  mean,
  memory,
  mul,
  openEngine,
  scalar,
  sub,
  tensor1d,
  variable,
} from '@nhat/engine';
import type { Scalar, Variable } from '@nhat/engine';
import { stream } from '@nhat/random';
import { fit } from './fit';
import type { StepPlace } from './fit';
import type { Checkpoints, StateRecord } from './checkpoint';

beforeAll(async () => {
  await openEngine();
});

const numbers = (...values: number[]): Variable => {
  const start = tensor1d(values);
  const made = variable(start) as Variable;
  start.dispose();
  return made;
};

const stateOf = (name: string, held: Variable) => ({
  save: (): StateRecord[] => [{ name, shape: [2], values: Float32Array.from(held.dataSync()) }],
  restore([record]: readonly StateRecord[]) {
    const values = tensor1d(record!.values);
    held.assign(values);
    values.dispose();
  },
});

/** Fits `point` to noisy values of [3, −1], and lets `average` follow it: enough to see every moving part. */
function problem(steps: number, checkpoints?: Checkpoints) {
  const [point, average] = [numbers(0, 0), numbers(0, 0)];
  const optimiser = adam([point], { weightDecay: 1e-3 });
  const notes: string[] = [];
  const seen: number[][] = [];
  const training = {
    steps,
    batchSize: 4,
    rate: () => 0.1,
    batch(step: number) {
      const noise = stream('noise').fork(step);
      return Float32Array.of(3 + noise.normal(), -1 + noise.normal());
    },
    objective(target: Float32Array) {
      const error = sub(point, tensor1d(target));
      return { loss: mean(mul(error, error)) as Scalar, metrics: { first: scalar(target[0]!) } };
    },
    optimiser,
    afterStep({ step, steps }: StepPlace) {
      const share = (step + 1) / steps;
      average.assign(add(mul(average, 1 - share), mul(point, share)) as Variable);
    },
    parts: { point: stateOf('point', point), average: stateOf('average', average) },
    progress: {
      step: (...args: unknown[]) => void seen.push(args.slice(0, 3) as number[]),
      note: (line: string) => void notes.push(line),
    },
    ...(checkpoints && { checkpoints }),
  };
  const close = () => {
    optimiser.dispose();
    point.dispose();
    average.dispose();
  };
  return {
    training,
    optimiser,
    close,
    notes,
    seen,
    values: () => [point, average].flatMap((one) => [...one.dataSync()]),
  };
}

/** A millisecond of blocking work, so that a timer is due. */
function blockBriefly(): number {
  for (const start = performance.now(); performance.now() - start < 1;);
  return 0;
}

describe('fit', () => {
  it('minimises, and returns loss and metrics of every step', async () => {
    const { training, close, values, seen } = problem(204);
    const history = await fit(training);
    expect(Object.keys(history)).toEqual(['loss', 'first']);
    expect(history['loss']).toHaveLength(204);
    const first = Float32Array.from({ length: 204 }, (_, step) => training.batch(step)[0]!);
    expect(history['first']).toEqual(first);
    expect(Math.abs(values()[0]! - 3)).toBeLessThan(0.6);
    expect(Math.abs(values()[1]! + 1)).toBeLessThan(0.6);
    expect(seen[0]).toEqual([10, 204, 40]);
    expect(seen.at(-1)).toEqual([204, 204, 816]);
    close();
  });

  it('calls what follows a step after its update, with the step and their number', async () => {
    const { training, close, values } = problem(3);
    const places: number[][] = [];
    await fit({
      ...training,
      afterStep(place) {
        places.push([place.step, place.steps]);
        training.afterStep(place);
      },
    });
    expect(places).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
    ]);
    // The last share is 1.
    const [x, y, ...average] = values();
    expect(average).toEqual([x, y]);
    close();
  });

  it('goes on bit for bit after a kill at any step', async () => {
    const straight = problem(73);
    const expected = await fit(straight.training);
    for (const cut of [10, 40, 70]) {
      let written: StateRecord[] | undefined;
      const killed = problem(73, {
        due: (done) => done === cut,
        write(records) {
          written = records;
          throw new Error('killed');
        },
      });
      await expect(fit(killed.training)).rejects.toThrow('killed');
      const resumed = problem(73, { resume: written, due: () => false, write: () => {} });
      expect(await fit(resumed.training)).toEqual(expected);
      expect(resumed.values()).toEqual(straight.values());
      expect(await resumed.optimiser.state()).toEqual(await straight.optimiser.state());
      expect(resumed.notes).toEqual([`resumed after step ${cut} of 73`]);
      killed.close();
      resumed.close();
    }
    straight.close();
  });

  it('a checkpoint that is written does not disturb the run', async () => {
    const quiet = problem(45);
    const written: number[] = [];
    const busy = problem(45, {
      due: () => true,
      write: (records) => void written.push(records[0]!.values[0]!),
    });
    expect(await fit(busy.training)).toEqual(await fit(quiet.training));
    expect(written).toEqual([10, 20, 30, 40]);
    quiet.close();
    busy.close();
  });

  it('lets timers and signals of the process have their turn', async () => {
    const { training, close } = problem(30);
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    await fit({ ...training, rate: () => blockBriefly() });
    clearInterval(timer);
    expect(turns).toBeGreaterThanOrEqual(2);
    close();
  });

  it('keeps the last value of a metric that a step does not take, also after a kill', async () => {
    let made = 0;
    const { training, close } = problem(12);
    const every = await fit({
      ...training,
      objective(target) {
        const { loss, metrics } = training.objective(target);
        if (made++ % 3 === 0) return { loss, metrics };
        metrics.first.dispose();
        return { loss, metrics: {} };
      },
    });
    const again = problem(12);
    const first = (await fit(again.training))['first']!;
    expect([...every['first']!]).toEqual([...first].map((_, at) => first[at - (at % 3)]));
    close();
    again.close();
  });

  it('stops with a clear message when the loss is not finite', async () => {
    const { training, close } = problem(30);
    const poisoned = {
      ...training,
      batch: (step: number) => (step === 14 ? Float32Array.of(NaN, 0) : training.batch(step)),
    };
    await expect(fit(poisoned)).rejects.toThrow(
      'training: the loss of step 15 is not a finite number (got "NaN"; expected finite numbers). Lower peakRate, or lengthen warmup',
    );
    close();
  });

  it('leaves no tensors behind', async () => {
    const { training, close } = problem(25);
    await fit(training);
    const before = memory().numTensors;
    await fit({ ...training, steps: 60 });
    expect(memory().numTensors).toBe(before);
    close();
  });
});
