import { openEngine } from '@nhat/engine';
import { createWeights } from '@nhat/models';
import { stream } from '@nhat/random';
import { createDecoder } from './decoder';
import { decoderMacs } from './decoder-macs';

describe('decoderMacs', () => {
  it('is what was worked out by hand for 32 pixels at a quarter of the width', () => {
    const layers = [16 * 256 * 64, 16 * 16 * 64 * 64, 64 * 16 * 64 * 64, 256 * 16 * 64 * 32];
    const pixels = 1024 * 32 * 3;
    const found = decoderMacs({ code: 256, width: 0.25, size: 32, channels: 3 });
    expect(found).toBe(layers.reduce((a, b) => a + b) + pixels);
  });

  it.each([8, 16, 40, 64, 128])('uses every weight of the layers at %d pixels', async (size) => {
    await openEngine();
    const shape = { code: 12, width: 1 / 16, size, channels: 3 };
    const heads = createWeights(stream('macs'));
    createDecoder(heads, shape);
    const sizes = (await heads.records())
      .filter(({ name }) => /(conv|pixels)\.weight$/.test(name))
      .map(({ values }) => values.length);
    const places = sizes.map((_, i) => (i === 0 ? 1 : 4 * 2 ** (i - 1)) ** 2);
    heads.dispose();
    expect(decoderMacs(shape)).toBe(sizes.reduce((sum, all, i) => sum + all * places[i]!, 0));
  });
});
