import { textWidth } from './text-width';
import { CHART } from './theme';

/** A name beside the right edge of the plot, at the height of what it names. Both in pixels from the top left of the plot. */
export interface EndLabel extends Record<string, string | number> {
  arm: string;
  /** The name, shortened where it is long. */
  label: string;
  labelY: number;
}

/** The height of a line of labels in pixels, and the room for a name. */
const LINE = 13;
const ROOM = 68;

/**
 * Places names beside the right edge, `at` being their heights as shares of the plot from its bottom. Names that would touch each
 * other are moved apart, in their order.
 */
export function endLabels(named: readonly { name: string; at: number }[]): EndLabel[] {
  const placed = named
    .map(({ name, at }) => ({ arm: name, label: shortened(name), labelY: CHART.height * (1 - at) }))
    .sort((a, b) => a.labelY - b.labelY);
  placed.forEach((label, index) => {
    const above = placed[index - 1];
    if (above) label.labelY = Math.max(label.labelY, above.labelY + LINE);
  });
  let limit: number = CHART.height;
  for (const label of [...placed].reverse()) {
    label.labelY = Math.min(label.labelY, limit);
    limit = label.labelY - LINE;
  }
  return placed;
}

function shortened(name: string): string {
  if (textWidth(name, 12) <= ROOM) return name;
  let length = name.length;
  while (textWidth(`${name.slice(0, length)}…`, 12) > ROOM) length -= 1;
  return `${name.slice(0, length)}…`;
}

/** The layer of the labels, which are the data set `labels`, `gap` pixels right of the plot. */
export const labelLayer = (color: object, gap = 6): object => ({
  data: { name: 'labels' },
  mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: 12 },
  encoding: {
    x: { value: CHART.width + gap },
    y: { field: 'labelY', type: 'quantitative', scale: null, axis: null },
    text: { field: 'label' },
    color,
  },
});
