/** Colours of the charts: for a light background, and their replacements for a dark one. Contrast ≥ 3 : 1 on both. */
export const colours = {
  ink: { light: '#1f2933', dark: '#e4e7eb' },
  muted: { light: '#5b6770', dark: '#a3adb8' },
  grid: { light: '#e4e7ea', dark: '#2e353c' },
  zone: { light: '#eef0f3', dark: '#23292f' },
  paper: { light: '#fffffe', dark: '#161a1e' },
  scratch: { light: '#59636e', dark: '#b4bdc6' },
} as const;

/**
 * The palette of Okabe and Ito, which colour-blind readers can distinguish; the first three colours are darkened for contrast
 * on white.
 */
const methodColours = [
  { light: '#0067a5', dark: '#58b0f0' },
  { light: '#c44e00', dark: '#ff9a57' },
  { light: '#00805c', dark: '#3ec79d' },
  { light: '#a8437f', dark: '#e58fc4' },
  { light: '#8a6a00', dark: '#e0b93f' },
  { light: '#6b4fbb', dark: '#b3a0f5' },
] as const;

/** Arms differ in shape too, so that colour alone carries no information. Paths lie within −1 … 1 around their middle. */
const SCRATCH_SHAPE = 'circle';
const methodShapes = [
  ...['square', 'diamond', 'triangle-right', 'cross', 'triangle-left'],
  'M-1.1,-0.9L1.1,0.9L1.1,-0.9L-1.1,0.9Z',
  'M0,-1.3L0.35,-0.35L1.3,0L0.35,0.35L0,1.3L-0.35,0.35L-1.3,0L-0.35,-0.35Z',
  'M-1.1,-1.1L1.1,-1.1L1.1,-0.35L-1.1,-0.35ZM-1.1,0.35L1.1,0.35L1.1,1.1L-1.1,1.1Z',
  'M-1.1,0.6A1.1,1.1,0,0,1,1.1,0.6Z',
  'M-0.9,-1.1L0.9,1.1L-0.9,1.1L0.9,-1.1Z',
  'M-1.1,0.2L0,-0.9L1.1,0.2L1.1,1L0,-0.1L-1.1,1Z',
  'M-1.1,-1L1.1,-1L1.1,-0.3L0.35,-0.3L0.35,1.1L-0.35,1.1L-0.35,-0.3L-1.1,-0.3Z',
];

/** Lengths of strokes and gaps, for each six methods in turn: arms of one colour differ in their lines. */
const methodDashes = [[], [6, 3], [1.5, 2], [9, 2, 1.5, 2]] as const;

export interface ArmStyle {
  colour: string;
  shape: string;
  /** Lengths of strokes and gaps of its lines; empty for whole ones. */
  dash: readonly number[];
  /** How many methods before it have its colour. */
  round: number;
}

/** Colour, shape and line of each method, the same in every chart of a report; no two of the first 144 have all three in common. */
export function armStyles(methods: readonly string[]): (arm: string) => ArmStyle {
  return (arm) => {
    const at = methods.indexOf(arm);
    if (at < 0) return { colour: colours.scratch.light, shape: SCRATCH_SHAPE, dash: [], round: 0 };
    const round = Math.floor(at / methodColours.length);
    const shape = at + Math.floor(at / methodShapes.length);
    return {
      colour: methodColours[at % methodColours.length]!.light,
      shape: methodShapes[shape % methodShapes.length]!,
      dash: methodDashes[round % methodDashes.length]!,
      round,
    };
  };
}

/** Pairs of light and dark colours, for the page. */
export const darkColours: readonly (readonly [string, string])[] = [
  ...Object.values(colours),
  ...methodColours,
].map(({ light, dark }) => [light, dark] as const);

const FONT = 'system-ui, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif';

/** Vega-Lite configuration of every chart. ARIA is set on the whole chart (render-svg.ts), not on each mark. */
export const config = {
  aria: false,
  background: null,
  font: FONT,
  padding: { left: 2, right: 6, top: 2, bottom: 2 },
  view: { stroke: null },
  axis: {
    labelColor: colours.ink.light,
    titleColor: colours.muted.light,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titlePadding: 8,
    gridColor: colours.grid.light,
    domainColor: colours.muted.light,
    tickColor: colours.muted.light,
    tickSize: 4,
    labelPadding: 4,
    labelOverlap: false,
  },
} as const;

/** The plotting area in pixels. With axes and labels a chart is at most 390 wide, so that a phone shows its texts in 11 pixels. */
export const CHART: ChartSize = { width: 240, height: 200 };

export interface ChartSize {
  width: number;
  height: number;
}
