import { textWidth } from '../charts/text-width';
import { colours } from '../charts/theme';
import { escapeText } from '../escape-text';

/** A small plot as plain SVG of a fixed size, several of which stand beside each other with the same axes. */
export interface Plot {
  /** What a reader who cannot see it is told. */
  description: string;
  /** `groups` stand below the ticks in place of a title, each centred at its place. */
  x: PlotAxis & { groups?: PlotAxis['ticks'] };
  y: PlotAxis;
  marks: readonly PlotMark[];
}

export interface PlotAxis {
  title: string;
  domain: readonly [low: number, high: number];
  ticks: readonly { at: number; text: string }[];
}

type Point = readonly [x: number, y: number];

export type PlotMark =
  | { kind: 'lines'; lines: readonly (readonly Point[])[]; colour: string; width: number }
  | {
      kind: 'line';
      points: readonly Point[];
      colour: string;
      width: number;
      dash?: readonly number[];
    }
  | { kind: 'point'; at: Point; colour: string; round?: number; title?: string }
  | { kind: 'interval'; x: number; low: number; high: number; colour: string }
  | { kind: 'label'; at: Point; text: string; colour: string };

/** Width and height of the area of the marks in pixels. */
const AREA = { width: 170, height: 130 };
const MARGIN = { left: 46, top: 8, bottom: 38 };
/** What the title of the vertical axis takes of the left margin, and the space between the frame and a tick's text. */
const TITLE_WIDTH = 17;
const TICK_GAP = 5;
/** The least space between the texts of neighbouring ticks; a wide font takes some of it. */
const TICK_SPACE = 6;
const FONT_SIZE = 12;
/** How much wider than the font of `textWidth` those of some systems are. */
const WIDE_FONT = 1.25;

/** The SVG, with room for its labels on the right; the same bytes on every machine. */
export function plotSvg({ description, x, y, marks }: Plot): string {
  const labels = marks.flatMap((mark) =>
    mark.kind === 'label' ? [textWidth(mark.text, FONT_SIZE)] : [],
  );
  const names = x.groups ?? [{ at: (x.domain[0] + x.domain[1]) / 2, text: x.title }];
  const beyond = [...x.ticks, ...names].map(
    ({ at, text }) => textWidth(text, FONT_SIZE) / 2 - (1 - share(x, at)) * AREA.width,
  );
  const right = Math.max(10, Math.ceil(Math.max(0, ...labels)) + 8, Math.ceil(Math.max(...beyond)));
  const left = Math.max(
    MARGIN.left,
    ...y.ticks.map(
      ({ text }) => Math.ceil(WIDE_FONT * textWidth(text, FONT_SIZE)) + TITLE_WIDTH + TICK_GAP,
    ),
  );
  const width = left + AREA.width + right;
  const height = MARGIN.top + AREA.height + MARGIN.bottom;
  const scale = {
    x: (value: number) => pixel(left + share(x, value) * AREA.width),
    y: (value: number) => pixel(MARGIN.top + (1 - share(y, value)) * AREA.height),
  };
  const parts = [
    ...axes({ ...x, ticks: readable(x), names }, y, { ...scale, left }),
    ...marks.map((mark) => drawn(mark, scale)),
  ];
  return `<svg class="plot" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeText(description)}">${parts.join('')}</svg>`;
}

interface Scale {
  x(value: number): number;
  y(value: number): number;
}

const share = ({ domain: [low, high] }: PlotAxis, value: number): number =>
  (value - low) / (high - low);

const pixel = (value: number): number => Math.round(10 * value) / 10;

/** Every tick of a horizontal axis, or every second (third, …) one where the texts of neighbours would touch. */
function readable(x: PlotAxis): PlotAxis['ticks'] {
  for (let step = 1; step < x.ticks.length; step++) {
    const kept = x.ticks.filter((_, at) => at % step === 0);
    const ends = kept.map(({ at, text }) => {
      const [middle, half] = [share(x, at) * AREA.width, textWidth(text, FONT_SIZE) / 2];
      return [middle - half, middle + half] as const;
    });
    if (ends.every(([low], at) => at === 0 || low - ends[at - 1]![1] >= TICK_SPACE)) return kept;
  }
  return x.ticks.slice(0, 1);
}

function axes(
  x: PlotAxis & { names: PlotAxis['ticks'] },
  y: PlotAxis,
  { left, ...scale }: Scale & { left: number },
): string[] {
  const bottom = MARGIN.top + AREA.height;
  const end = left + AREA.width;
  const rows = y.ticks.map(({ at, text }) => {
    const stroke = at === 0 ? colours.muted.light : colours.grid.light;
    return `<path d="M${left} ${scale.y(at)}H${end}" stroke="${stroke}"/><text class="axis" x="${left - TICK_GAP}" y="${pixel(scale.y(at) + 4)}" text-anchor="end">${escapeText(text)}</text>`;
  });
  const columns = x.ticks.map(
    ({ at, text }) =>
      `<text class="axis" x="${scale.x(at)}" y="${bottom + 15}" text-anchor="middle">${escapeText(text)}</text>`,
  );
  const middle = pixel(MARGIN.top + AREA.height / 2);
  const titles = [
    ...x.names.map(
      ({ at, text }) =>
        `<text class="axis" x="${scale.x(at)}" y="${bottom + 32}" text-anchor="middle">${escapeText(text)}</text>`,
    ),
    `<text class="axis" transform="translate(${FONT_SIZE} ${middle}) rotate(-90)" text-anchor="middle">${escapeText(y.title)}</text>`,
  ];
  const frame = `<path d="M${left} ${MARGIN.top}V${bottom}H${end}" fill="none" stroke="${colours.muted.light}"/>`;
  return [...rows, frame, ...columns, ...titles];
}

function drawn(mark: PlotMark, scale: Scale): string {
  const { colour } = mark;
  if (mark.kind === 'line') {
    const path = mark.points.map(([x, y]) => `${scale.x(x)} ${scale.y(y)}`).join('L');
    const dash = mark.dash?.length ? ` stroke-dasharray="${mark.dash.join(' ')}"` : '';
    return `<path d="M${path}" fill="none" stroke="${colour}" stroke-width="${mark.width}"${dash}/>`;
  }
  if (mark.kind === 'lines') {
    const paths = mark.lines.map(
      (points) => `M${points.map(([x, y]) => `${scale.x(x)} ${scale.y(y)}`).join('L')}`,
    );
    return `<path d="${paths.join('')}" fill="none" stroke="${colour}" stroke-width="${mark.width}"/>`;
  }
  if (mark.kind === 'interval') {
    return `<path d="M${scale.x(mark.x)} ${scale.y(mark.low)}V${scale.y(mark.high)}" stroke="${colour}" stroke-width="1.5"/>`;
  }
  const [x, y] = [scale.x(mark.at[0]), scale.y(mark.at[1])];
  if (mark.kind === 'label') {
    return `<text x="${x + 6}" y="${pixel(y + 4)}">${escapeText(mark.text)}</text>`;
  }
  const title = mark.title === undefined ? '' : `<title>${escapeText(mark.title)}</title>`;
  return pointSvg([x, y], mark, title);
}

/** A point, whose form tells it from those of other rounds with its colour: a disc, a ring, a square or a frame. */
export function pointSvg(
  [x, y]: Point,
  { colour, round = 0 }: { colour: string; round?: number },
  content = '',
): string {
  const paint = `fill="${round % 2 === 1 ? colours.paper.light : colour}" stroke="${colour}"`;
  return round % 4 < 2
    ? `<circle cx="${x}" cy="${y}" r="3.5" ${paint}>${content}</circle>`
    : `<rect x="${pixel(x - 3.5)}" y="${pixel(y - 3.5)}" width="7" height="7" ${paint}>${content}</rect>`;
}

/** An axis of log2(n̂/n) whose ticks are ratios of labels: 1/2, 1, 2, 4. */
export function ratioAxis(values: readonly number[]): PlotAxis {
  const low = Math.min(-1, Math.floor(Math.min(0, ...values)));
  const high = Math.max(1, Math.ceil(Math.max(0, ...values)));
  const step = Math.max(1, Math.ceil((high - low) / 5));
  const ticks = [];
  for (let at = Math.ceil(low / step) * step; at <= high; at += step) {
    ticks.push({ at, text: at < 0 ? `1/${2 ** -at}` : String(2 ** at) });
  }
  return { title: 'n̂/n', domain: [low, high], ticks };
}

/** Moves labels apart that would cover each other, in units of the axis. */
export function spreadLabels(
  values: readonly number[],
  { domain: [low, high] }: PlotAxis,
): number[] {
  const least = ((FONT_SIZE + 1) / AREA.height) * (high - low);
  const order = values.map((_, at) => at).sort((a, b) => values[a]! - values[b]!);
  const placed = [...values];
  order.forEach((at, rank) => {
    if (rank === 0) return;
    placed[at] = Math.max(values[at]!, placed[order[rank - 1]!]! + least);
  });
  return placed;
}
