import { textWidth } from './text-width';
import { CHART } from './theme';

/**
 * A line of a name beside the right edge of the plot, at the height of what the name stands for. In pixels from the top left of the
 * plot.
 */
export interface EndLabel extends Record<string, string | number> {
  arm: string;
  /** The name or one of its lines, shortened where it is long. */
  label: string;
  labelY: number;
}

/** The height of a line of labels in pixels, and the room for a line. */
const LINE = 13;
const ROOM = 68;

/** Lines of a name. */
const MOST = 3;

/**
 * Places names beside the right edge, `at` being their heights as shares of the plot from its bottom. A long name has several lines. Names
 * that would touch each other are moved apart, in their order.
 */
export function endLabels(named: readonly { name: string; at: number }[]): EndLabel[] {
  const placed = named
    .map(({ name, at }) => {
      const lines = linesOf(name);
      const height = (lines.length - 1) * LINE;
      return { arm: name, lines, height, top: CHART.height * (1 - at) - height / 2 };
    })
    .sort((a, b) => a.top + a.height / 2 - (b.top + b.height / 2));
  placed.forEach((label, index) => {
    const above = placed[index - 1];
    if (above) label.top = Math.max(label.top, above.top + above.height + LINE);
  });
  let limit: number = CHART.height;
  for (const label of [...placed].reverse()) {
    label.top = Math.min(label.top, limit - label.height);
    limit = label.top - LINE;
  }
  return placed.flatMap(({ arm, lines, top }) =>
    lines.map((label, line) => ({ arm, label, labelY: top + line * LINE })),
  );
}

/** Whether labels stand beside the plot without touching each other. */
export const haveRoom = (labels: readonly EndLabel[]): boolean =>
  labels.length * LINE <= CHART.height;

/** The name in as few lines as hold it, broken at hyphens and spaces; the last line is shortened where three are not enough. */
function linesOf(name: string): string[] {
  const lines = [''];
  for (const part of name.split(/(?<=[-/,])|(?= )/)) {
    const longer = `${lines.at(-1)}${part}`;
    if (lines.at(-1) === '' || isShort(longer) || lines.length === MOST)
      lines.splice(-1, 1, longer);
    else lines.push(part.trimStart());
  }
  return lines.map(shortened);
}

const isShort = (text: string): boolean => textWidth(text, 12) <= ROOM;

const shortened = (name: string): string => cutTo(name, isShort);

/** The longest beginning of a text, with an ellipsis, that `fits`; the text itself where it does. */
export function cutTo(text: string, fits: (shorter: string) => boolean): string {
  if (fits(text)) return text;
  let length = text.length;
  while (length > 0 && !fits(`${text.slice(0, length)}…`)) length -= 1;
  return `${text.slice(0, length)}…`;
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
