/**
 * Code of stages whose results are functions of their configuration and take no time, by file. Scratch gains 10 points a doubling of
 * labels; finetuning is as good as scratch with twice the labels.
 */
export const instantStages: Record<string, () => string> = {
  'libs/stages/src/images.ts': () => `
    const nothing = async () => ({ blobs: {}, scores: {} });
    const run = async ({ config: { counts, resolution } }) => ({
      blobs: {},
      scores: {
        classes: ['square', 'disc'], counts, resolution, truths: ['label'],
        lab: { mean: [50, 0, 0], std: [10, 1, 1] }, borderRotationAccuracy: null,
      },
    });
    export const images = () => ({ run, makeShard: nothing, drawSheet: nothing });
  `,
  'libs/stages/src/pretrain.ts': () => `
    export const pretrain = () => async ({ config: { method } }) => ({
      blobs: {}, scores: { method: method.name, loss: 0.5, accuracy: 0.9 },
    });
  `,
  'libs/stages/src/supervised.ts': () => `
    export const supervised = () => async ({ config: { arm, n, seed } }) => {
      const labels = arm === 'scratch' ? n : 2 * n;
      const error = 0.02 * Math.sin(1000 * n + 77 * seed + (arm === 'scratch' ? 0 : 31));
      const test = 0.1 + 0.1 * Math.log2(labels) + error;
      return { blobs: {}, scores: { arm, n, seed, test, train: 1, fitted: true, chance: 0.01 } };
    };
  `,
};
