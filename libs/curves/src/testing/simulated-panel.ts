import type { Stream } from '@nhat/random';
import type { Panel, PanelArm, PanelRun } from '../panel/panel';

/** A study of one panel with known utilities: finetuning at n is as good as scratch at n · (1 + U(n)). */
export interface PanelTruth {
  name: string;
  /** The true scratch curve. */
  curve(n: number): number;
  /** U of each arm. */
  arms: Record<string, (n: number) => number>;
  scratch: readonly number[];
  finetuned: readonly number[];
  /** Standard deviation of one run, without that between networks. */
  noise(n: number): number;
}

export interface PanelDesign {
  seeds: number;
  /** Pretrained networks of each arm; seed i takes network i mod `networks`. */
  networks: number;
  /** Standard deviation between networks, the same at all budgets. */
  between: number;
  /** Between the errors of one seed at two budgets. */
  correlation: number;
}

/** Draws the runs of a panel. */
export function simulatePanel(truth: PanelTruth, design: PanelDesign, stream: Stream): Panel {
  const { name, curve, arms, scratch, finetuned } = truth;
  return {
    name,
    scratch: drawnRuns(truth, scratch, curve, { ...design, networks: 0 }, stream),
    arms: Object.entries(arms).map(([arm, utility]): PanelArm => ({
      name: arm,
      runs: drawnRuns(truth, finetuned, (n) => curve(n * (1 + utility(n))), design, stream),
    })),
  };
}

function drawnRuns(
  { noise }: PanelTruth,
  budgets: readonly number[],
  value: (n: number) => number,
  { seeds, networks, between, correlation }: PanelDesign,
  stream: Stream,
): PanelRun[] {
  const effects = Array.from({ length: networks }, () => between * stream.normal());
  return Array.from({ length: seeds }, (_, seed) => {
    const common = stream.normal();
    const network = networks === 0 ? null : seed % networks;
    return budgets.map((n): PanelRun => {
      const error = Math.sqrt(correlation) * common + Math.sqrt(1 - correlation) * stream.normal();
      const effect = network === null ? 0 : effects[network]!;
      const drawn = value(n) + noise(n) * error + effect;
      return { n, seed, value: drawn, network: network === null ? null : `${network}` };
    });
  }).flat();
}
