import { lastTenth, thinned } from './history';

const counting = (length: number) => Float32Array.from({ length }, (_, i) => i);

describe('lastTenth', () => {
  it('is the mean of the last tenth of the steps, of the last step in short runs', () => {
    expect(lastTenth(counting(100))).toBe(94.5);
    expect(lastTenth(counting(5))).toBe(4);
    expect(lastTenth(counting(1))).toBe(0);
  });
});

describe('thinned', () => {
  it('replaces runs of steps by their means and says where they end', () => {
    expect(thinned({ loss: counting(10), accuracy: new Float32Array(10).fill(0.5) }, 3)).toEqual({
      step: Float32Array.of(3, 7, 10),
      loss: Float32Array.of(1, 4.5, 8),
      accuracy: Float32Array.of(0.5, 0.5, 0.5),
    });
  });

  it('keeps a short history as it is', () => {
    const thin = thinned({ loss: counting(4) }, 200);
    expect(thin).toEqual({ step: Float32Array.of(1, 2, 3, 4), loss: counting(4) });
  });
});
