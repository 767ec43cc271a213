/** Advance widths of a common sans-serif font in thousandths of the font size; characters that are not listed count as 560. */
const widths: [characters: string, width: number][] = [
  ["ijlI|.,:;'!", 260],
  [' ft()[]-/r', 320],
  ['csvxyzkJ−–', 510],
  ['abdeghnopquL0123456789$<>=+', 560],
  ['ABEFKPRSTVXYZ', 660],
  ['CDGHNOQUw', 720],
  ['mMW%@', 860],
  ['…', 1000],
];
const table = new Map(
  widths.flatMap(([characters, width]) => [...characters].map((c) => [c, width])),
);

/** Width of a text in pixels, computed without a canvas, so that it does not depend on installed fonts. */
export function textWidth(text: string, size: number): number {
  const thousandths = [...text].reduce((sum, character) => sum + (table.get(character) ?? 560), 0);
  return Math.round((thousandths * size) / 100) / 10;
}
