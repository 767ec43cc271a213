import {
  add,
  exp,
  mean,
  mul,
  readResults,
  reshape,
  square,
  sub,
  sum,
  tensor2d,
  tensor4d,
} from '@nhat/engine';
import type { Scalar, Tensor2D, Tensor4D } from '@nhat/engine';
import { linear } from '@nhat/models';
import type { Stream } from '@nhat/random';
import type { OptionSchema } from '@nhat/documents';
import type { ImageBatch } from '@nhat/augment';
import { createDecoder, decodedSize } from './decoder';
import { nearest } from './nearest';
import type { MethodFacts, PretextModule } from './pretext';
import { randomErasing } from './random-erasing';

export const vaeOptions = {
  type: 'object',
  description:
    'Variational autoencoder: rebuilds the image from its features (Kingma & Welling 2014).',
  properties: {
    klWeight: {
      type: 'number',
      description:
        'Weight of the divergence of an image (KL, in nats) beside the mean squared error of its values; both are averaged over the batch. The default is that of the paper: 1e-5 times its batch of 512.',
      default: 5.12e-3,
      minimum: 0,
    },
    variational: {
      type: 'boolean',
      description: 'Off: a plain autoencoder, with neither noise nor divergence.',
      default: true,
    },
    inpainting: {
      type: 'boolean',
      description:
        'Replaces a random rectangle of every second image by noise before it is encoded; what is rebuilt is whole.',
      default: false,
    },
    decoderWidth: {
      type: 'number',
      description:
        'Multiplies the channels 256, 256, 256, 128 and 64 of the decoder. The width of the backbone does not, so beside a narrow backbone the decoder is most of the work.',
      default: 1,
      exclusiveMinimum: 0,
      maximum: 8,
    },
  },
  former: {
    lambda:
      'Write "klWeight": lambda × the batch of the pretraining. lambda weighed the divergence summed over the batch, klWeight weighs that of one image; the paper’s lambda 1e-5 at batch 512 is the default 5.12e-3.',
  },
} as const satisfies OptionSchema;

export const vaeFacts: MethodFacts<typeof vaeOptions> = {
  options: vaeOptions,
  views: 1,
  pretraining: { peakRate: 1e-3, finalRate: 1e-5, weightDecay: 1e-5 },
  augment: { cutout: false },
  learning: {
    ...{ check: 'reconstruction', label: 'reconstruction error' },
    rule: 'at most 90 % of the error of the mean image',
    ...{ higherIsBetter: false, unit: 'of the variance', range: [0, null] },
  },
};

/** The share of the error of the mean image that a reconstruction may have at most. */
const MOST_ERROR = 0.9;

/**
 * VAE (the paper's released code). With features f [batch, d] of an augmented image x:
 * μ = linear(f), ln σ² = linear(f), both [batch, d]; z = μ + σ · ε, ε standard normal; x̂ = decoder(z);
 *
 * loss = mean over all elements of (x̂ − x)² + klWeight · KL, with KL = ½ Σ (μ² + σ² − ln σ² − 1) summed over the
 * dimensions and averaged over the batch. The paper's code sums KL over the batch of 512 and weighs it by 1e-5, which is
 * klWeight = 512 · 1e-5 for any batch.
 *
 * x is resized to the decoder's output by the nearest pixel: 64 × 64 for larger images. Measures: `mse`, and `kl`
 * in nats per image.
 */
export const vae: PretextModule<typeof vaeOptions> = {
  facts: vaeFacts,
  create({ klWeight, variational, inpainting, decoderWidth }, { backbone, heads, size, channels }) {
    const code = backbone.features;
    const centre = linear(heads, 'mu', code, code);
    const spread = variational ? linear(heads, 'logvar', code, code) : undefined;
    const decode = createDecoder(heads, { code, width: decoderWidth, size, channels });
    return {
      loss({ views, stream }) {
        const view = views[0]!;
        const seen = inpainting ? randomErasing(view, stream.fork('erase')) : view;
        const pass = backbone.forward(upload(seen), {
          training: true,
          want: ['features', 'map'],
        });
        const { features } = pass;
        const mu = centre(features);
        const logvar = spread?.(features);
        const z = logvar ? sample(mu, logvar, stream.fork('noise')) : mu;
        const target = upload(nearest(view, decodedSize(size)));
        const mse = squaredError(decode(z, true), target);
        if (!logvar) return { loss: mse, metrics: {}, ...pass };
        const kl = divergence(mu, logvar);
        return { loss: add(mse, mul(kl, klWeight) as Scalar), metrics: { mse, kl }, ...pass };
      },
      async measureLearning(batches) {
        const pixels = pixelVariance();
        let [error, images] = [0, 0];
        for (const { views } of batches) {
          const [view] = views;
          const target = nearest(view!, decodedSize(size));
          pixels.add(target);
          const [mse] = await readResults(() => {
            const pass = { training: false, want: ['features'] } as const;
            const { features } = backbone.forward(upload(view!), pass);
            return [squaredError(decode(centre(features), false), upload(target))];
          });
          error += mse![0]! * view!.count;
          images += view!.count;
        }
        const chance = pixels.mean();
        return { value: error / images, chance, threshold: MOST_ERROR * chance };
      },
      async pictures({ views }) {
        const [view] = views;
        const input = nearest(view!, decodedSize(size));
        const [values] = await readResults(() => {
          const pass = { training: false, want: ['features'] } as const;
          const { features } = backbone.forward(upload(view!), pass);
          return [decode(centre(features), false)];
        });
        return [
          { name: 'input', images: input },
          { name: 'output', images: { ...input, values: values! } },
        ];
      },
    };
  },
};

const upload = ({ values, count, size, channels }: ImageBatch): Tensor4D =>
  tensor4d(values, [count, size, size, channels]);

/** Row by row: WebAssembly adds up one value after another, and a long sum in float32 forgets the small ones. */
function squaredError(x: Tensor4D, target: Tensor4D): Scalar {
  const [count, height, width, channels] = x.shape;
  const squares = reshape(square(sub(x, target)), [count * height, width * channels]);
  return mean(mean(squares, 1)) as Scalar;
}

/** The variance of a pixel over images, which is the mean squared error of the mean image; averaged over pixels and channels. */
function pixelVariance() {
  let sums = new Float64Array();
  let squares = new Float64Array();
  let images = 0;
  return {
    add({ values, count }: ImageBatch): void {
      const length = values.length / count;
      if (images === 0) [sums, squares] = [new Float64Array(length), new Float64Array(length)];
      images += count;
      values.forEach((value, at) => {
        sums[at % length]! += value;
        squares[at % length]! += value * value;
      });
    },
    mean(): number {
      const total = squares.reduce(
        (sum, square, at) => sum + square / images - (sums[at]! / images) ** 2,
        0,
      );
      return total / sums.length;
    },
  };
}

/** μ + exp(ln σ² / 2) · ε */
function sample(mu: Tensor2D, logvar: Tensor2D, draws: Stream): Tensor2D {
  const noise = Float32Array.from({ length: mu.size }, () => draws.normal());
  return add(mu, mul(exp(mul(logvar, 0.5)), tensor2d(noise, mu.shape)) as Tensor2D);
}

/** ½ Σ (μ² + σ² − ln σ² − 1): from N(μ, σ²) to N(0, 1), in nats, averaged over the batch. */
const divergence = (mu: Tensor2D, logvar: Tensor2D): Scalar =>
  mul(mean(sum(sub(sub(add(square(mu), exp(logvar)), logvar), 1), 1)), 0.5) as Scalar;
