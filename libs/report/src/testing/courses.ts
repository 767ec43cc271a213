import type { TrainingCourse } from '../report';

/** TEST FIXTURE: 40 losses by a rule of the share of the training, 0 … 1, with a ripple that differs by seed. */
const lossesBy = (rule: (done: number) => number, seed: number): number[] =>
  Array.from({ length: 40 }, (_, at) =>
    Number((rule(at / 39) * (1 + 0.02 * Math.sin(7.3 * at + seed))).toPrecision(6)),
  );

export const settled = (done: number): number => 0.05 + 2.25 * Math.exp(-9 * done);
export const steady = (done: number): number => 2.3 - 1.4 * done;
export const diverged = (done: number): number =>
  done < 0.5 ? 2.3 - done : 1.8 + 8 * (done - 0.5);

/** Pretraining of two seeds, and at each n two trainings from scratch and two that were finetuned, of these rules. */
export const coursesFixture = (
  budgets: readonly number[],
  { scratch = settled, finetuned = settled }: Record<string, (done: number) => number> = {},
): TrainingCourse[] => {
  const place = { dataset: 'shapes-tc', backbone: 'resnet9' };
  const course = (
    arm: Pick<TrainingCourse, 'task' | 'method' | 'n'>,
    rule: (done: number) => number,
  ): TrainingCourse[] =>
    [0, 1].map((seed) => ({ ...place, ...arm, seed, steps: 3125, losses: lossesBy(rule, seed) }));
  const task = 'classification';
  return [
    ...course({ task: null, method: 'rotation', n: null }, settled),
    ...budgets.flatMap((n) => course({ task, method: null, n }, scratch)),
    ...budgets.flatMap((n) => course({ task, method: 'rotation', n }, finetuned)),
  ];
};
