import type { ArmEncodings } from './arm-encodings';
import { cutTo } from './end-labels';
import { textWidth } from './text-width';
import { colours } from './theme';
import type { ChartSize } from './theme';

/** An arm in the key below a plot, in pixels from the top left of the plot. */
export interface KeyEntry extends Record<string, string | number> {
  arm: string;
  /** The name, shortened where it is wider than the chart. */
  label: string;
  /** The beginning of its line, the middle of that, its end, and where the name begins. */
  keyFrom: number;
  keyAt: number;
  keyTo: number;
  keyText: number;
  keyY: number;
}

/** Where the key begins: below the axis of labels, and left of the plot, below the axis of values. */
const TOP = 56;
const LEFT = -42;
/** The length of a line of the key, the room up to its name, and from that to the next column. */
const STROKE = 24;
const GAP = 6;
const COLUMN_GAP = 22;
const ROW = 16;

/** The arms in columns, filled from the top down in their order. */
export function armKey(arms: readonly string[], { width, height }: ChartSize): KeyEntry[] {
  const room = width - LEFT;
  const widest = Math.max(...arms.map((arm) => textWidth(arm, 12)));
  const wanted = STROKE + GAP + widest + COLUMN_GAP;
  const columns = Math.max(1, Math.floor((room + COLUMN_GAP) / wanted));
  const rows = Math.ceil(arms.length / columns);
  return arms.map((arm, at) => {
    const keyFrom = LEFT + Math.floor(at / rows) * Math.ceil(wanted);
    const keyTo = keyFrom + STROKE;
    return {
      arm,
      label: cutTo(arm, (text) => textWidth(text, 12) <= room - STROKE - GAP),
      ...{ keyFrom, keyAt: keyFrom + STROKE / 2, keyTo, keyText: keyTo + GAP },
      keyY: height + TOP + (at % rows) * ROW,
    };
  });
}

/** The layers of the key, which is the data set `key`: a line, its mark and a name for each arm. */
export function keyLayers({ color, shape, strokeDash }: ArmEncodings): object[] {
  const at = (field: string) => ({ field, type: 'quantitative', scale: null, axis: null });
  const layer = (mark: object, encoding: object) => ({
    ...{ data: { name: 'key' }, mark },
    encoding: { y: at('keyY'), ...encoding },
  });
  return [
    layer(
      { type: 'rule', strokeWidth: 2 },
      {
        ...{ x: at('keyFrom'), x2: { field: 'keyTo' }, color },
        ...(strokeDash && { strokeDash }),
      },
    ),
    layer({ type: 'point', filled: true, size: 50, opacity: 1 }, { x: at('keyAt'), color, shape }),
    layer(
      { type: 'text', align: 'left', baseline: 'middle', fontSize: 12, color: colours.ink.light },
      { x: at('keyText'), text: { field: 'label' } },
    ),
  ];
}
