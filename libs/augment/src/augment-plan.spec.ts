import { stream } from '@nhat/random';
import { drawAugmentation, drawViews } from './augment-plan';
import type { Augmentations } from './augment-plan';

const all: Augmentations = { jitter: true, grey: true, flip: true, crop: true, cutout: true };
const none: Augmentations = { jitter: false, grey: false, flip: false, crop: false, cutout: false };
const draw = (on: Augmentations, count = 20_000, size = 32) =>
  drawAugmentation(on, { count, size, stream: stream('plan') });

const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;

describe('drawAugmentation', () => {
  it('leaves everything alone when nothing is on', () => {
    const plan = draw(none, 5);
    expect([...plan.scale]).toEqual(new Array(15).fill(1));
    expect([...plan.offset, ...plan.grey, ...plan.flip, ...plan.shift]).toEqual(
      new Array(35).fill(0),
    );
    expect([...plan.cut]).toEqual(new Array(10).fill(-1));
  });

  it('has the shares of the paper', () => {
    const plan = draw(all);
    expect(mean(plan.grey)).toBeCloseTo(0.25, 1.8);
    expect(mean(plan.flip)).toBeCloseTo(0.5, 1.8);
    const alone = plan.scale.filter((_, at) => at % 3 === 0).filter((x) => x === 1).length;
    expect(alone / plan.count).toBeCloseTo(0.2, 1.8);
  });

  it('jitters by 2^(g/4) and h/4 with standard normal g and h', () => {
    const plan = draw(all);
    const changed = [...plan.scale.keys()].filter((at) => plan.scale[at] !== 1);
    const logs = changed.map((at) => Math.log2(plan.scale[at]!));
    const offsets = changed.map((at) => plan.offset[at]!);
    for (const values of [logs, offsets]) {
      expect(Math.abs(mean(values))).toBeLessThan(0.005);
      expect(Math.sqrt(mean(values.map((x) => x * x)))).toBeCloseTo(0.25, 2);
    }
  });

  it('shifts by up to ±size/8, every shift alike, with 20 extra identities on 81', () => {
    const plan = draw(all, 101_000);
    const counts = new Map<string, number>();
    for (let i = 0; i < plan.count; i++) {
      const key = `${plan.shift[i * 2]},${plan.shift[i * 2 + 1]}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(81);
    expect(counts.has('-4,4') && counts.has('4,-4')).toBe(true);
    expect(Math.abs(counts.get('0,0')! - 21_000)).toBeLessThan(500);
    counts.delete('0,0');
    expect(Math.min(...counts.values())).toBeGreaterThan(850);
    expect(Math.max(...counts.values())).toBeLessThan(1150);
  });

  it('cuts squares of size/4 that lie inside the image, at every position', () => {
    const { cut } = draw(all);
    expect([Math.min(...cut), Math.max(...cut)]).toEqual([0, 24]);
    expect(new Set(cut).size).toBe(25);
  });

  it('does not change the other draws when one augmentation is switched off', () => {
    for (const off of ['jitter', 'grey', 'flip', 'crop', 'cutout'] as const) {
      const { scale, grey, flip, shift, cut } = draw({ ...all, [off]: false }, 50);
      const whole = draw(all, 50);
      if (off !== 'jitter') expect(scale).toEqual(whole.scale);
      if (off !== 'grey') expect(grey).toEqual(whole.grey);
      if (off !== 'flip') expect(flip).toEqual(whole.flip);
      if (off !== 'crop') expect(shift).toEqual(whole.shift);
      if (off !== 'cutout') expect(cut).toEqual(whole.cut);
    }
  });
});

describe('drawViews', () => {
  it('draws each view independently, but for the flip', () => {
    const views = (count: number) =>
      drawViews(all, count, { count: 100, size: 32, stream: stream('views') });
    const [first, second] = views(2);
    expect(second!.flip).toEqual(first!.flip);
    for (const part of ['scale', 'offset', 'grey', 'shift', 'cut'] as const) {
      expect(second![part]).not.toEqual(first![part]);
    }
    expect(views(1)).toEqual([first]);
  });
});
