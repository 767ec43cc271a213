import type { DatasetConfig } from '@nhat/documents';
import { CLASSES } from '@nhat/render';
import { renderConfig, rendered, renderedSource } from './rendered';
import { describeSource } from './testing/describe-source';

const config: DatasetConfig = {
  ...{ dataset: 'set', resolution: 16, counts: { train: 20, validation: 0, test: 10 } },
  source: {
    name: 'rendered',
    factors: { texture: false, colour: true, viewpoint: true, lighting: false },
    ...{ background: 'lit', objects: 1, shapesPerBucket: 2, seed: 3 },
  },
};
const { source } = config;
const still = { ...source, factors: { ...(source['factors'] as object), viewpoint: false } };
const scenes = { ...source, objects: 4 };

describeSource('rendered', renderedSource, rendered, config);
describeSource('rendered', renderedSource, rendered, { ...config, source: scenes });
describeSource('rendered', renderedSource, rendered, { ...config, source: still });

describe('rendered', () => {
  it('hands options and sizes to the renderer', () => {
    const { name, ...options } = source;
    expect(name).toBe('rendered');
    const { dataset, resolution, counts } = config;
    expect(renderConfig(config)).toEqual({ dataset, resolution, counts, ...options });
  });

  it('has a pose where the viewpoint varies, and says which option gives it', () => {
    expect(renderedSource.truths(source)).toContain('pose');
    expect(renderedSource.truths(still)).not.toContain('pose');
    expect(renderedSource.lacks!('pose', still)).toEqual({
      what: 'all its objects have the same pose',
      got: { viewpoint: false },
      expected: 'a dataset with factors.viewpoint true',
    });
  });

  it('has maps alone for scenes of several objects', () => {
    expect([...renderedSource.truths(scenes)].sort()).toEqual(['depth', 'mask']);
    for (const truth of ['label', 'pose'] as const) {
      expect(renderedSource.lacks!(truth, scenes)).toMatchObject({ got: { objects: 4 } });
    }
  });

  it('asks for as many images of each class', () => {
    const sizes = { resolution: 16, train: 40, validation: 0, test: 15 };
    const keys = renderedSource.check!(source, sizes).map(({ key }) => key);
    expect([keys, CLASSES.length]).toEqual([['images.test'], 10]);
  });

  it.each([
    [
      {},
      /^Colour and viewpoint vary between images; lit background; 20 shapes of each class in training images\.$/,
    ],
    [{ factors: { lighting: true }, background: 'unlit' }, /^Lighting varies .*; unlit/],
    [{ factors: { lighting: false } }, /^Only the shape varies between/],
    [{ objects: 4 }, /training images\. Scenes of 4 objects\.$/],
  ])('says in a report what varies: %j', (options, words) => {
    expect(renderedSource.words.dataset!({ ...source, ...options })).toMatch(words);
  });
});
