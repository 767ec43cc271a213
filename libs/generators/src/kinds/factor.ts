import type { Kind } from '../kind';

const SCENE = 'libs/render/src/scene';

/** The lamp is on the other side for half of the images. */
export const factor: Kind = {
  registry: 'libs/render/src/factors.ts',
  inSchemas: true,
  files: ({ name, camel, key }) => ({
    [`${SCENE}/${name}.ts`]: `
import type { Stream } from '@nhat/random';
import type { Vec } from '../geometry';

/**
 * Position of the lamp: on the other side for half of the images where it varies. The draw is made in both states, and from a
 * stream of its own, so that all other draws stay as they are.
 */
export function ${camel}Light([x, y, z]: Vec, random: Stream, varies: boolean): Vec {
  const isMoved = random.next() < 0.5;
  return varies && isMoved ? [x, -y, z] : [x, y, z];
}
`,
    [`${SCENE}/${name}.spec.ts`]: `
import type { RenderConfig } from '../render-config';
import { sceneOf } from './scene';

const config: RenderConfig = {
  ...{ dataset: 'test', background: 'lit', objects: 1, resolution: 32, shapesPerBucket: 40, seed: 1 },
  factors: { texture: false, colour: false, viewpoint: false, lighting: false },
  counts: { train: 1200, validation: 100, test: 100 },
};

it('moves the lamp to the other side for about half of the images, and nothing else', () => {
  const off = sceneOf(config);
  const on = sceneOf({ ...config, factors: { ...config.factors, ${key}: true } });
  let moved = 0;
  for (let index = 0; index < 40; index++) {
    const { light: before, ...rest } = off('train', index);
    const { light: after, ...others } = on('train', index);
    expect(others).toEqual(rest);
    expect(after.map(Math.abs)).toEqual(before.map(Math.abs));
    if (after[1] !== before[1]) moved++;
  }
  expect(moved).toBeGreaterThan(10);
  expect(moved).toBeLessThan(30);
});
`,
  }),
  insertions: ({ name, camel, key }) => [
    {
      file: 'libs/render/src/factors.ts',
      lines: `  ${key}: { ...factor('On: the lamp is on the other side for half of the images.'), later: true },`,
      at: { before: '} as const satisfies Record<string, JsonSchema>;' },
    },
    {
      file: `${SCENE}/scene.ts`,
      lines: `import { ${camel}Light } from './${name}';`,
      at: 'imports',
    },
    {
      file: `${SCENE}/scene.ts`,
      lines: `${camel}Light(drawLight(random.fork('light'), factors.lighting), random.fork('${name}'), factors${camel === name ? `.${name}` : `['${name}']`} ?? false)`,
      at: { instead: /drawLight\(random\.fork\('light'\), factors\.lighting\)/ },
    },
  ],
  next: ({ name }) => [
    'npx jest libs/render',
    `A dataset switches it on: { "factors": { "${name}": true }, … }; npx nx sheet render shows its images.`,
  ],
};
