import type { PanelTruth } from './simulated-panel';

const spaced = (from: number, factor: number, to: number) => {
  const count = Math.round(Math.log(to / from) / Math.log(factor)) + 1;
  return Array.from({ length: count }, (_, at) => from * factor ** at);
};

/** Utilities that do not change with n: none, one half, one, three times the labels. */
const constant = Object.fromEntries(
  [0, 0.5, 1, 3].map((utility) => [`U = ${utility}`, () => utility]),
);

/** Standard deviation √(1.2² + 12²/n) points. */
const noise = (n: number) => Math.hypot(0.012, 0.12 / Math.sqrt(n));

const logistic = (steepness: number, half: number) => (n: number) =>
  0.1 + 0.85 / (1 + (half / n) ** steepness);

/** Rises as `curve` until `knee`, where it stops. */
const plateau = (curve: (n: number) => number, knee: number) => (n: number) =>
  curve(Math.min(n, knee));

const powerLaw = (n: number) => 0.92 - 1.6 * n ** -0.33;

const curves: Record<string, (n: number) => number> = {
  'power law': powerLaw,
  'sigmoid, half at 600': logistic(1.6, 600),
  'like TCVL': logistic(0.85, 1300),
};

const ladders = { '2×': spaced(50, 2, 6400), '4×': spaced(50, 4, 12800) };

/** The settings of the coverage table: each curve with budgets two and four times apart, and plateaus. */
export const coverageTruths: readonly PanelTruth[] = [
  ...Object.entries(curves).flatMap(([name, curve]) =>
    Object.entries(ladders).map(([spacing, scratch]) => ({
      name: `${name}, budgets ${spacing}`,
      ...{ curve, scratch, arms: constant, finetuned: [100, 200, 400], noise },
    })),
  ),
  {
    name: 'plateau from 1,600, budgets 2×',
    ...{ curve: plateau(powerLaw, 1600), scratch: ladders['2×'], arms: constant },
    ...{ finetuned: [100, 200, 400], noise },
  },
  {
    name: 'knee between budgets 4×',
    ...{ curve: plateau(powerLaw, 1600), scratch: ladders['4×'], arms: constant },
    ...{ finetuned: [100, 200, 400], noise },
  },
];

/** Spread of a run of `networkTruth`, in which spreads between networks are given. */
export const RUN_SPREAD = 0.014;

/** The setting of the table of spreads between networks: like TCVL, five budgets. */
export const networkTruth: PanelTruth = {
  name: 'like TCVL, five budgets',
  curve: logistic(0.85, 1300),
  arms: { 'U = 0': () => 0, 'U falls': (n) => 1.5 - 0.3 * Math.log2(n / 100) },
  scratch: spaced(50, 2, 6400),
  finetuned: [100, 200, 400, 800, 1600],
  noise: () => RUN_SPREAD,
};
