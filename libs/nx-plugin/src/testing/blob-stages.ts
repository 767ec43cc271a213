/**
 * Code of stages that take no time and leave files, by file of the workspace. Each result depends on the files that its stage reads and
 * on `EFFECT`, which stands for what the code does; pretraining ignores its probes, as the real one does.
 */
export const blobStages: Record<string, string> = {
  'libs/stages/src/images.ts': `
    const EFFECT = 0;
    const run = async ({ config, writeBlob }) => {
      const blob = (name) => writeBlob(Buffer.from(JSON.stringify([name, config, EFFECT])));
      const names = ['train-000', 'test-000', 'sheet'];
      const digests = await Promise.all(names.map(blob));
      const blobs = Object.fromEntries(names.map((name, at) => [name, digests[at]]));
      return { blobs, scores: { resolution: config.resolution } };
    };
    export const images = () => ({ run, makeShard: run, drawSheet: run });
  `,
  'libs/stages/src/pretrain.ts': `
    const EFFECT = 0;
    export const pretrain = () => async ({ config, upstream, readBlob, writeBlob }) => {
      const [images] = upstream;
      const train = Buffer.from(await readBlob(images.outputs.blobs['train-000'])).toString();
      const { probes, ...rest } = config;
      const weights = await writeBlob(Buffer.from(JSON.stringify([train, rest, EFFECT])));
      const losses = await writeBlob(Buffer.from(JSON.stringify([config.seed, 'losses'])));
      return { blobs: { weights, losses }, scores: { loss: 0.5 } };
    };
  `,
  'libs/stages/src/supervised.ts': `
    const EFFECT = 0;
    export const supervised = () => async ({ config, upstream, readBlob }) => {
      const { arm, n, seed, schedule } = config;
      let text = JSON.stringify(schedule) + (config.labels ?? '');
      for (const { role, outputs } of upstream) {
        const names = role === 'images' ? ['train-000', 'test-000'] : ['weights'];
        for (const name of names) text += Buffer.from(await readBlob(outputs.blobs[name])).toString();
      }
      const sum = [...text].reduce((total, letter) => (31 * total + letter.charCodeAt(0)) % 1009, EFFECT);
      const labels = arm === 'scratch' ? n : 2 * n;
      const test = 0.1 + 0.1 * Math.log2(labels) + 0.02 * Math.sin(1000 * n + 77 * seed + sum);
      return { blobs: {}, scores: { arm, n, seed, test, train: 1, fitted: true, chance: 0.01 } };
    };
  `,
};

/** Code of another text that does the same. */
export const idleCode = (text: string, which: number): string =>
  text.replace('const EFFECT = 0;', `const EFFECT = 0; globalThis.idle = ${which};`);

/** Code that gives another result. */
export const otherCode = (text: string, which: number): string =>
  text.replace('const EFFECT = 0;', `const EFFECT = ${which};`);
