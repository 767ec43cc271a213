import { STATISTICS, imageStatistics } from './image-statistics';

const SIZE = 8;

/** An image whose pixels have the colours that `colourAt` gives. */
const image = (colourAt: (row: number, column: number) => number[]): Uint8Array =>
  Uint8Array.from(
    Array.from({ length: SIZE * SIZE }, (_, at) =>
      colourAt(Math.floor(at / SIZE), at % SIZE),
    ).flat(),
  );
const red = image(() => [255, 0, 0]);
/** Black above, white below. */
const halves = image((row) => (row < SIZE / 2 ? [0, 0, 0] : [255, 255, 255]));

describe('the statistics of an image', () => {
  const { count, features, values } = imageStatistics({
    ...{ count: 2, size: SIZE },
    pixels: Uint8Array.from([...red, ...halves]),
  });
  const [first, second] = [values.subarray(0, STATISTICS), values.subarray(STATISTICS)];

  it('are means, deviations, shares of colours and a small picture', () => {
    expect([count, features, values.length]).toEqual([2, 118, 236]);
    expect([...first.subarray(0, 6)]).toEqual([1, 0, 0, 0, 0, 0]);
    expect([...second.subarray(0, 6)]).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    const [ofRed, ofHalves] = [first, second].map((one) => [...one.subarray(6, 70)]);
    expect(ofRed!.indexOf(1)).toBe(3 * 16);
    expect([ofHalves![0], ofHalves![63]]).toEqual([0.5, 0.5]);
    for (const shares of [ofRed!, ofHalves!]) {
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(1);
    }
    expect([...second.subarray(70)]).toEqual([
      ...Array<number>(24).fill(0),
      ...Array<number>(24).fill(1),
    ]);
  });

  it('tell a picture from its mirror image by the small picture alone', () => {
    const turned = image((row) => (row < SIZE / 2 ? [255, 255, 255] : [0, 0, 0]));
    const other = imageStatistics({ count: 1, size: SIZE, pixels: turned }).values;
    expect([...other.subarray(0, 70)]).toEqual([...second.subarray(0, 70)]);
    expect([...other.subarray(70)]).not.toEqual([...second.subarray(70)]);
  });
});
