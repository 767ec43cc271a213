import { stream } from '@nhat/random';
import { batchOrder, epochLength } from './batch-order';

describe('epochLength', () => {
  it.each([
    [100, 10_000],
    [250, 10_000],
    [1_000, 10_000],
    [4_000, 12_000],
    [10_000, 10_000],
    [20_000, 20_000],
    [9_999, 19_998],
  ])('of %i images with a minimum of 10,000 is %i', (images, expected) => {
    expect(epochLength(images, 10_000)).toBe(expected);
  });

  it('repeats 4,000 images five times when asked for 20,000, as the released code does', () => {
    expect(epochLength(4_000, 20_000)).toBe(20_000);
  });
});

describe('batchOrder', () => {
  const options = { images: 7, batch: 5, epochMinimum: 20, stream: stream('order') };

  it('shows every image equally often within an epoch of the repeated list', () => {
    const batches = batchOrder(options);
    const shown = Array.from({ length: 5 }, (_, step) => [...batches(step)]).flat();
    const counts = new Array<number>(7).fill(0);
    for (const image of shown.slice(0, 21)) counts[image]! += 1;
    expect(counts).toEqual(new Array(7).fill(3));
  });

  it('keeps all batches full and runs on across epochs', () => {
    const batches = batchOrder(options);
    const all = Array.from({ length: 42 }, (_, step) => batches(step));
    expect(all.every((indices) => indices.length === 5)).toBe(true);
    const counts = new Array<number>(7).fill(0);
    for (const image of all.flatMap((indices) => [...indices])) counts[image]! += 1;
    expect(counts).toEqual(new Array(7).fill(30));
  });

  it('gives each step its batch whatever was asked before, and new orders in new epochs', () => {
    const there = batchOrder(options);
    const back = batchOrder(options);
    const steps = Array.from({ length: 30 }, (_, step) => step);
    const forward = steps.map((step) => [...there(step)]);
    const backward = [...steps].reverse().map((step) => [...back(step)]);
    expect(backward.reverse()).toEqual(forward);
    expect(forward.flat().slice(0, 21)).not.toEqual(forward.flat().slice(21, 42));
  });
});
