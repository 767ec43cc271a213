import { pictureBlobs, shownRows } from './picture-blobs';

it('shows up to five images, each once, spread over all', () => {
  for (let count = 1; count < 300; count++) {
    const rows = [...shownRows(count)];
    expect(new Set(rows).size).toBe(Math.min(count, 5));
    expect(Math.max(...rows)).toBeLessThan(count);
    if (count >= 35) expect(Math.max(...rows)).toBeGreaterThan(0.5 * count);
  }
});

it.each([60, 200, 975, 1000, 4000])(
  'shows five of ten classes that take turns, of %i images',
  (count) => {
    expect(new Set([...shownRows(count)].map((row) => row % 10)).size).toBe(5);
  },
);

it('keeps the order of the rows in their names, and bounds their size', async () => {
  const row = (name: string, size: number) => ({
    name,
    size,
    pixels: new Uint8Array(5 * size * size * 3).fill(9),
  });
  const sizes: number[] = [];
  const blobs = await pictureBlobs([row('image', 256), row('truth', 7)], (bytes) => {
    sizes.push(bytes.length);
    return Promise.resolve(String(sizes.length));
  });
  expect(blobs).toEqual({ 'picture-1-image': '1', 'picture-2-truth': '2' });
  expect(sizes[0]).toBeLessThan(63_000);
  expect(sizes[1]).toBeLessThan(2000);
});
