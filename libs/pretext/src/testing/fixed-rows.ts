/**
 * The embeddings of two views of 5 images, [10, 4]: row i, column d is sin(1.7 i + 2.3 d + 0.9 i d). What specs expect of them was
 * computed by PyTorch 2.15 in double precision.
 */
export const fixedRows = Array.from({ length: 10 }, (_, i) =>
  Array.from({ length: 4 }, (__, d) => Math.sin(1.7 * i + 2.3 * d + 0.9 * i * d)),
);
