/** Pixels from the edge that count as the border of an image. */
export const BORDER_WIDTH = 3;

/** Indices of the outer `BORDER_WIDTH` pixels of a `size` × `size` image, row by row. */
export function borderPixels(size: number): Int32Array {
  const inside = (at: number) => at >= BORDER_WIDTH && at < size - BORDER_WIDTH;
  const places = Array.from({ length: size * size }, (_, at) => at);
  return Int32Array.from(
    places.filter((at) => !(inside(at % size) && inside(Math.floor(at / size)))),
  );
}

/**
 * The four sides of the border, clockwise from the upper one: for each position along a side, clockwise too, the
 * places of its pixels in the order of `borderPixels`, from the edge inwards. `[4, size, BORDER_WIDTH]`; pixels in
 * corners belong to two sides. A quarter turn of the image moves the sides by one.
 */
export function borderSides(size: number): Int32Array {
  const rank = new Map(Array.from(borderPixels(size), (pixel, at) => [pixel, at]));
  const last = size - 1;
  const sides: ((along: number, depth: number) => [row: number, column: number])[] = [
    (along, depth) => [depth, along],
    (along, depth) => [along, last - depth],
    (along, depth) => [last - depth, last - along],
    (along, depth) => [last - along, depth],
  ];
  const places = new Int32Array(sides.length * size * BORDER_WIDTH);
  let at = 0;
  for (const side of sides) {
    for (let along = 0; along < size; along++) {
      for (let depth = 0; depth < BORDER_WIDTH; depth++) {
        const [row, column] = side(along, depth);
        places[at++] = rank.get(row * size + column)!;
      }
    }
  }
  return places;
}
