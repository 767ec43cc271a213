import { encodeSafetensors } from './safetensors';

describe('encodeSafetensors', () => {
  it('writes the bytes of the format', () => {
    const bytes = encodeSafetensors(
      [
        { name: 'a', shape: [2, 1], values: Float32Array.of(1, -2) },
        { name: 'b', shape: [1], values: Float32Array.of(0.5) },
      ],
      { by: 'me' },
    );
    const view = new DataView(bytes.buffer);
    const length = Number(view.getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const header = new TextDecoder().decode(bytes.subarray(8, 8 + length));
    expect(header.trimEnd()).toBe(
      '{"__metadata__":{"by":"me"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}',
    );
    expect(bytes).toHaveLength(8 + length + 12);
    expect([...bytes.subarray(8 + length)]).toEqual([
      0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0, 0, 0, 0x3f,
    ]);
  });

  it('writes a file without tensors', () => {
    const bytes = encodeSafetensors([]);
    expect(bytes.length).toBe(8 + Number(new DataView(bytes.buffer).getBigUint64(0, true)));
  });
});
