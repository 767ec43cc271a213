import { decode } from 'msgpackr';
import {
  FormatError,
  decodeSeries,
  decodeShard,
  decodeWeights,
  encodeSeries,
  encodeShard,
  encodeWeights,
  pixelsStart,
} from '.';
import type { ImageShard } from '.';

const shard = (count: number, resolution: number): ImageShard => {
  const area = resolution * resolution;
  return {
    split: 'train',
    first: 3000,
    count,
    resolution,
    pixels: Uint8Array.from({ length: count * area * 3 }, (_, at) => (at * 7) % 256),
    label: Uint8Array.from({ length: count }, (_, at) => at % 10),
    bucket: Uint8Array.from({ length: count }, (_, at) => at % 12),
    shape: Uint16Array.from({ length: count }, (_, at) => 60_000 + at),
    rotation: Float32Array.from({ length: count * 9 }, (_, at) => Math.fround(at / 7 - 1)),
    pose: new Uint8Array(count).fill(4),
    mask: new Uint8Array(count * area).fill(9),
    depth: new Uint8Array(count * area).fill(255),
  };
};

describe('image shards', () => {
  it.each([0, 1, 3])('decode to what was encoded (%i images)', (count) => {
    expect(decodeShard(encodeShard(shard(count, 5)))).toEqual(shard(count, 5));
  });

  it.each(['label', 'bucket', 'shape', 'rotation', 'pose', 'mask', 'depth'] as const)(
    'come back without %s',
    (kind) => {
      const { [kind]: absent, ...rest } = shard(3, 5);
      expect(absent).toBeDefined();
      expect(decodeShard(encodeShard(rest))).toEqual(rest);
    },
  );

  it('say where in their bytes the pixels begin', () => {
    const bytes = Buffer.concat([Buffer.alloc(3), encodeShard(shard(3, 5))]).subarray(3);
    const decoded = decodeShard(bytes);
    const start = pixelsStart(bytes, decoded);
    expect(new Uint8Array(bytes.subarray(start, start + 225))).toEqual(shard(3, 5).pixels);
    expect(() => pixelsStart(bytes, shard(3, 5))).toThrow(TypeError);
  });

  it('decode from an unaligned slice of a larger buffer', () => {
    const bytes = encodeShard(shard(3, 5));
    const moved = new Uint8Array(bytes.length + 1);
    moved.set(bytes, 1);
    expect(decodeShard(moved.subarray(1))).toEqual(shard(3, 5));
  });

  it('are plain MessagePack that other programs can read', () => {
    const plain = decode(encodeShard(shard(2, 4))) as Record<string, unknown>;
    expect(plain).toMatchObject({
      kind: 'image-shard',
      split: 'train',
      first: 3000,
      resolution: 4,
    });
    expect(Array.from(plain['shape'] as Uint8Array)).toEqual([0x60, 0xea, 0x61, 0xea]);
  });

  it('are refused when their sizes differ, at encoding and at decoding', () => {
    expect(() => encodeShard({ ...shard(2, 4), pose: new Uint8Array(3) })).toThrow(
      'image-shard.pose: got 3 values; expected 2',
    );
    const bytes = encodeShard(shard(2, 4));
    expect(() => decodeShard(bytes.subarray(0, bytes.length - 1))).toThrow(FormatError);
    expect(() => decodeShard(encodeWeights([]))).toThrow('image-shard: unreadable (got weights)');
  });

  const scenes = (count: number): ImageShard => ({
    ...shard(count, 4),
    label: new Uint8Array(count * 3).fill(7),
    shape: new Uint16Array(count * 3).fill(39),
    rotation: new Float32Array(count * 27).fill(0.5),
    pose: new Uint8Array(count * 3).fill(2),
    scene: {
      objects: 3,
      position: Float32Array.from({ length: count * 9 }, (_, at) => Math.fround(at / 9)),
      instance: Uint8Array.from({ length: count * 16 }, (_, at) => at % 4),
    },
  });

  it('of scenes contain every object and the instance map', () => {
    expect(decodeShard(encodeShard(scenes(2)))).toEqual(scenes(2));
    expect(() => encodeShard({ ...scenes(2), label: new Uint8Array(2) })).toThrow(
      'image-shard.label: got 2 values; expected 6',
    );
    const { scene } = scenes(2);
    expect(() =>
      encodeShard({ ...scenes(2), scene: { ...scene!, instance: new Uint8Array(5) } }),
    ).toThrow('image-shard.instance: got 5 values; expected 32');
  });

  it('of single objects contain no scene keys, so that their bytes stay the same', () => {
    expect(Object.keys(decode(encodeShard(shard(1, 2))) as object)).toEqual([
      ...['kind', 'split', 'first', 'count', 'resolution', 'pixels', 'label', 'bucket', 'shape'],
      ...['rotation', 'pose', 'mask', 'depth'],
    ]);
  });

  it('give the same bytes every time', () => {
    expect(encodeShard(shard(3, 5))).toEqual(encodeShard(shard(3, 5)));
  });
});

describe('weights', () => {
  const records = [
    {
      name: 'stem/kernel',
      shape: [3, 3, 1, 2],
      values: new Float32Array(18).fill(-0.1),
      trainable: true,
    },
    { name: 'stem/mean', shape: [2], values: Float32Array.of(NaN, Infinity), trainable: false },
    { name: 'temperature', shape: [], values: Float32Array.of(0.07), trainable: true },
  ];

  it('decode to what was encoded, scalars and non-finite values too', () => {
    expect(decodeWeights(encodeWeights(records))).toEqual(records);
    expect(decodeWeights(encodeWeights([]))).toEqual([]);
  });

  it('encode a view into a larger array without the rest', () => {
    const all = Float32Array.of(1, 2, 3, 4);
    const bytes = encodeWeights([
      { name: 'a', shape: [2], values: all.subarray(1, 3), trainable: true },
    ]);
    expect(decodeWeights(bytes)[0]!.values).toEqual(Float32Array.of(2, 3));
  });

  it('refuse a shape that does not fit', () => {
    expect(() => encodeWeights([{ ...records[1]!, shape: [3] }])).toThrow(
      'weights.stem/mean: got 2 values; expected 3',
    );
  });
});

describe('series', () => {
  it('decode to what was encoded', () => {
    const series = { step: Float32Array.of(1, 2), loss: Float32Array.of(2.5, 1.25) };
    expect(decodeSeries(encodeSeries(series))).toEqual(series);
  });

  it('refuse columns of different lengths', () => {
    expect(() => encodeSeries({ a: new Float32Array(1), b: new Float32Array(2) })).toThrow(
      '1 and 2',
    );
  });
});
