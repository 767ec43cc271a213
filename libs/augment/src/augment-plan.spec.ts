import { stream } from '@nhat/random';
import { chosenAugmentations, drawViews, isMirrored, placementOf } from './augment-plan';
import type { AugmentationModule } from './augmentation';
import { crop } from './crop';
import { cutout } from './cutout';
import { flip } from './flip';
import { grey } from './grey';
import { jitter } from './jitter';
import { augmentations } from './registry';
import { allAugmentations, drawsOf, everything, nothing, planOf } from './testing/plans';

const draw = (config = everything, count = 20_000, size = 32) =>
  planOf(config, { count, size, stream: stream('plan') });

const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;

/** How many pairs of a list there are of each kind. */
function pairCounts(pairs: ArrayLike<number>): Map<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at < pairs.length; at += 2) {
    const key = `${pairs[at]},${pairs[at + 1]}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

describe('the registry of augmentations', () => {
  it.each(Object.entries(augmentations))('describes %s under its own name', (key, module) => {
    expect(module.name).toBe(key);
    expect(module.options.description).toMatch(/\.$/);
    for (const { description } of Object.values(module.options.properties)) {
      expect(description).toMatch(/\.$/);
    }
  });
});

describe('drawAugmentation', () => {
  it('draws nothing when nothing is on', () => {
    const plan = draw(nothing, 5);
    expect(plan).toEqual({ count: 5, size: 32, drawn: [] });
    expect(placementOf(plan, 3)).toEqual({ left: 0, across: 1, top: 0, down: 1 });
  });

  it('has the shares of the paper', () => {
    const plan = draw();
    expect(mean(drawsOf(plan, grey)!)).toBeCloseTo(0.25, 1.8);
    expect(mean(drawsOf(plan, flip)!.flip)).toBeCloseTo(0.5, 1.8);
    expect(mean(drawsOf(plan, jitter)!.chosen)).toBeCloseTo(0.8, 1.8);
    expect(isMirrored(plan, 7)).toBe(drawsOf(plan, flip)!.flip[7] === 1);
  });

  it('jitters by 2^(g/4) and h/4 with standard normal g and h', () => {
    const { chosen, scale, offset } = drawsOf(draw(), jitter)!;
    const changed = [...scale.keys()].filter((at) => chosen[Math.floor(at / 3)] === 1);
    const logs = changed.map((at) => Math.log2(scale[at]!));
    const offsets = changed.map((at) => offset[at]!);
    for (const values of [logs, offsets]) {
      expect(Math.abs(mean(values))).toBeLessThan(0.005);
      expect(Math.sqrt(mean(values.map((x) => x * x)))).toBeCloseTo(0.25, 2);
    }
  });

  it('shifts by up to ±size/8, every shift alike, with 20 extra identities on 81', () => {
    const counts = pairCounts(drawsOf(draw(everything, 101_000), crop)!);
    expect(counts.size).toBe(81);
    expect(counts.has('-4,4') && counts.has('4,-4')).toBe(true);
    expect(Math.abs(counts.get('0,0')! - 21_000)).toBeLessThan(500);
    counts.delete('0,0');
    expect(Math.min(...counts.values())).toBeGreaterThan(850);
    expect(Math.max(...counts.values())).toBeLessThan(1150);
  });

  it('cuts squares of size/4 that lie inside the image, at every position', () => {
    const { corner, side } = drawsOf(draw(), cutout)!;
    expect(side).toBe(8);
    expect([Math.min(...corner), Math.max(...corner)]).toEqual([0, 24]);
    expect(new Set(corner).size).toBe(25);
  });

  it('does not change the other draws when one augmentation is switched off', () => {
    const whole = draw(everything, 50);
    for (const { name } of allAugmentations) {
      const { drawn } = draw({ ...everything, [name]: false }, 50);
      expect(drawn).toEqual(whole.drawn.filter(({ module }) => module.name !== name));
    }
  });

  it('takes options: never, always, stronger, farther and smaller', () => {
    const plan = draw(
      {
        jitter: { strength: 0.5 },
        grey: { probability: 0 },
        flip: { probability: 1 },
        crop: { reach: 0.25 },
        cutout: { side: 0.5 },
      },
      2000,
    );
    const { scale, offset } = drawsOf(plan, jitter)!;
    const usual = drawsOf(draw(everything, 2000), jitter)!;
    offset.forEach((value, at) => expect(value).toBeCloseTo(2 * usual.offset[at]!, 6));
    scale.forEach((value, at) => expect(value / usual.scale[at]! ** 2).toBeCloseTo(1, 5));
    expect(mean(drawsOf(plan, grey)!)).toBe(0);
    expect(mean(drawsOf(plan, flip)!.flip)).toBe(1);
    expect(Math.max(...drawsOf(plan, crop)!)).toBe(8);
    expect(drawsOf(plan, cutout)!.side).toBe(16);
  });
});

describe('chosenAugmentations', () => {
  const dusk = { ...grey, name: 'dusk', default: false } as AugmentationModule;
  const names = (modules: readonly AugmentationModule[], config = {}) =>
    chosenAugmentations(modules, config).map(({ module }) => module.name);

  it('takes what is on, in the order of the modules, and completes its options', () => {
    expect(names(allAugmentations, { flip: true, jitter: { strength: 1 } })).toEqual(
      Object.keys(everything).filter((name) => everything[name] !== false),
    );
    const [first] = chosenAugmentations([jitter], { jitter: { strength: 1 } });
    expect(first!.options).toEqual({ probability: 0.8, strength: 1 });
  });

  it('leaves off what a configuration does not mention and is off by default', () => {
    expect(names([dusk])).toEqual([]);
    expect(names([dusk], { dusk: true })).toEqual(['dusk']);
  });

  it('refuses to leave out what is on because its code is missing', () => {
    expect(() => names([grey], { grey: true, dusk: true })).toThrow('dusk');
    expect(names([grey], { grey: true, dusk: false })).toEqual(['grey']);
  });
});

describe('drawViews', () => {
  const chosen = chosenAugmentations(allAugmentations, everything);
  const views = (count: number, shared?: string[]) =>
    drawViews(chosen, { views: count, shared }, { count: 100, size: 32, stream: stream('views') });

  it('draws each view independently', () => {
    const [first, second] = views(2);
    first!.drawn.forEach(({ draws }, at) => expect(second!.drawn[at]!.draws).not.toEqual(draws));
    expect(views(1)).toEqual([first]);
    expect(views(4).slice(0, 2)).toEqual([first, second]);
  });

  it('shares the draws that a method shares, and leaves the others as they are', () => {
    const independent = views(3);
    const [first, ...others] = views(3, ['flip', 'grey']);
    expect(first).toEqual(independent[0]);
    others.forEach(({ drawn }, view) =>
      drawn.forEach(({ module, draws }, at) => {
        const isShared = ['flip', 'grey'].includes(module.name);
        const source = isShared ? first! : independent[view + 1]!;
        expect(draws).toEqual(source.drawn[at]!.draws);
      }),
    );
  });
});
