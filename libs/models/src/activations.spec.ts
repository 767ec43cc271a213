import { activations } from './activations';
import { downBlock, residualBlock, stemBlock } from './network-shape';
import { backbones } from './registry';

describe('values that the convolutions of a network give for one image', () => {
  it('are counted before pooling, with the shortcut of a residual block', () => {
    const blocks = [
      stemBlock({ in: 3, out: 4 }), // 8 × 8 × 4 = 256
      downBlock('down', 0, { in: 4, out: 6 }), // 8 × 8 × 6 = 384, then 4 × 4
      residualBlock('res', 1, [6, 5, 7]), // 4 × 4 × (5 + 7 + 7) = 304
    ];
    expect(activations({ blocks }, 8)).toBe(256 + 384 + 304);
  });

  it('are counted after the stride of a convolution', () => {
    const blocks = [stemBlock({ in: 3, out: 4, stride: 2 })];
    expect(activations({ blocks }, 9)).toBe(5 * 5 * 4);
  });

  it.each(Object.keys(backbones) as (keyof typeof backbones)[])(
    'of %s grow with the area of the image, 49 times from 32 to 224 pixels',
    (name) => {
      const options = { width: 1, features: 256 } as never;
      const of = (size: number) => backbones[name].activations(options, { size, channels: 3 });
      expect(of(224) / of(32)).toBeCloseTo(49, 6);
    },
  );
});
