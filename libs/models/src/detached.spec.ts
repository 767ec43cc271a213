import { adam, globalAverage, memory, mul, openEngine, sum, tensor4d, tidy } from '@nhat/engine';
import type { Scalar, Tensor, Tensor2D } from '@nhat/engine';
import { stream } from '@nhat/random';
import { detached } from './detached';
import { linear } from './layers';
import { resnet9 } from './resnet9';
import { createWeights } from './weights';
import { featuresOf, mapOf } from './one-output';

beforeAll(async () => {
  await openEngine();
});

function small() {
  const encoder = createWeights(stream(1, 'encoder'));
  const heads = createWeights(stream(1, 'heads'));
  const backbone = resnet9.create(
    { width: 1 / 16, features: 8 },
    { weights: encoder, channels: 3 },
  );
  const s = stream(2);
  const values = Float32Array.from({ length: 4 * 16 * 16 * 3 }, () => s.normal());
  const images = () => tensor4d(values, [4, 16, 16, 3]);
  return { encoder, heads, backbone, images, head: linear(heads, 'head', 8, 1) };
}

describe('detached', () => {
  it('gives the features of evaluation mode; heads learn, the backbone does not move', async () => {
    const clean = memory().numTensors;
    const { encoder, heads, backbone, images, head } = small();
    const frozen = detached(backbone);
    const values = (t: Tensor) => [...t.dataSync()];
    tidy(() => {
      const x = images();
      expect(values(featuresOf(frozen, x, true))).toEqual(values(featuresOf(backbone, x, false)));
      expect(values(mapOf(frozen, x, true))).toEqual(values(mapOf(backbone, x, false)));
    });
    const [before, headBefore] = [await encoder.records(), await heads.records()];
    const optimiser = adam([...encoder.trainable(), ...heads.trainable()], { weightDecay: 0.1 });
    const loss = () => {
      const x = images();
      const pooled = globalAverage(mapOf(frozen, x, true)) as Tensor2D;
      const y = head(featuresOf(frozen, x, true));
      return sum(mul(y, head(pooled))) as Scalar;
    };
    optimiser.minimise(loss, 0.1).dispose();
    expect(await encoder.records()).toEqual(before);
    expect(await heads.records()).not.toEqual(headBefore);
    optimiser.dispose();
    encoder.dispose();
    heads.dispose();
    expect(memory().numTensors).toBe(clean);
  });

  it('shows known features while asked to, also when the work fails', () => {
    const { encoder, heads, backbone, images } = small();
    const frozen = detached(backbone);
    tidy(() => {
      const x = images();
      const known = mul(featuresOf(backbone, x, false), 2) as Tensor2D;
      const seen = frozen.showing({ features: known }, () => featuresOf(frozen, x, false));
      expect(seen.dataSync()).toEqual(known.dataSync());
      const fail = () => {
        throw new Error('stop');
      };
      expect(() => frozen.showing({ features: known }, fail)).toThrow('stop');
      expect(featuresOf(frozen, x, false).dataSync()).not.toEqual(known.dataSync());
    });
    encoder.dispose();
    heads.dispose();
  });
});
