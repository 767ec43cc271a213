import { pictureBlobs, shownRows } from './picture-blobs';

it('shows up to five images, spread over all', () => {
  expect([...shownRows(100)]).toEqual([0, 20, 40, 60, 80]);
  expect([...shownRows(3)]).toEqual([0, 1, 2]);
});

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
