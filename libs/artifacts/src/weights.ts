import { FormatError, bytesOf, float32, pack, unpack } from './message-pack';

/** One parameter or buffer of a network. */
export interface WeightRecord {
  name: string;
  shape: number[];
  /** Row-major; their number is the product of `shape`. */
  values: Float32Array;
  /** False for buffers, e.g. running means. */
  trainable: boolean;
}

export function encodeWeights(records: readonly WeightRecord[]): Uint8Array {
  records.forEach(checkSize);
  return pack('weights', {
    records: records.map(({ name, shape, values, trainable }) => ({
      name,
      shape: [...shape],
      trainable,
      values: bytesOf(values),
    })),
  });
}

export function decodeWeights(bytes: Uint8Array): WeightRecord[] {
  const { records } = unpack('weights', bytes) as { records: Record<string, unknown>[] };
  return records.map((record) => {
    const decoded: WeightRecord = {
      name: String(record['name']),
      shape: record['shape'] as number[],
      values: float32(record['values']),
      trainable: Boolean(record['trainable']),
    };
    checkSize(decoded);
    return decoded;
  });
}

function checkSize({ name, shape, values }: WeightRecord): void {
  const expected = shape.reduce((product, side) => product * side, 1);
  if (values.length !== expected) {
    throw new FormatError(`weights.${name}: got ${values.length} values; expected ${expected}`);
  }
}
