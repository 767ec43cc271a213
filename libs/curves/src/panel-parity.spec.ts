import fs from 'node:fs';
import path from 'node:path';
import { stream } from '@nhat/random';
import { commonBudgets, contrast, differenceTerms, slopeTerms } from './panel/contrast';
import type { Panel } from './panel/panel';
import { panelDraws } from './panel/panel-draws';
import { studySpread } from './panel/spread';
import { python, withFolder } from './testing/parity';
import { simulatePanel } from './testing/simulated-panel';

const truth = {
  curve: (n: number) => 0.1 + 0.85 / (1 + (1300 / n) ** 0.85),
  arms: { one: (n: number) => 1.2 * (100 / n) ** 0.3, other: () => 0.4 },
  scratch: [50, 100, 200, 400, 800, 1600],
  finetuned: [100, 200, 400],
  noise: (n: number) => 0.008 + 0.05 / Math.sqrt(n),
};

/** Studies of two panels: own networks and nested ones, two to six seeds, some with budgets four times apart. */
const studies: Panel[][] = [2, 3, 5].map((seeds) =>
  ['own', 'nested'].map((design) => {
    const nested = design === 'nested';
    const scratch = seeds === 3 ? [50, 200, 800, 3200] : truth.scratch;
    return simulatePanel(
      { ...truth, name: `${design} ${seeds}`, scratch },
      {
        ...{ seeds: nested ? seeds + 1 : seeds, networks: nested ? 2 : seeds },
        ...{ between: 0.01, correlation: 0.5 },
      },
      stream('panel parity', design, seeds),
    );
  }),
);

interface Ends {
  low: number;
  high: number;
  above: number;
}
interface Recomputed {
  spread: {
    scratch: [v0: number, v1: number, df: number];
    tuned: [v0: number, v1: number, df: number];
    rhoScratch: number;
    rho: number;
    tau: [variance: number, df: number] | null;
  };
  difference: Ends;
  slope: Ends;
}

let recomputed: Recomputed[][];

beforeAll(async () => {
  recomputed = await withFolder(async (folder) => {
    const file = path.join(folder, 'panels.json');
    fs.writeFileSync(file, JSON.stringify(studies));
    return JSON.parse(await python('panels.py', [file, '4000'])) as Recomputed[][];
  });
});

const panels = studies.flatMap((study, at) =>
  study.map((panel, index) => ({ name: panel.name, at, index })),
);

it.each(panels)(
  'the spreads of a study are those of an independent program: $name',
  ({ at, index }) => {
    const spread = studySpread(studies[at]!)[index]!;
    const { scratch, tuned, rhoScratch, rho, tau } = recomputed[at]![index]!.spread;
    const design = index === 0 ? 'own' : 'nested';
    const close = (value: number) => expect.closeTo(value, 9);
    const variance = ([v0, v1, df]: number[]) => ({
      v0: close(v0!),
      v1: close(v1!),
      df: close(df!),
    });
    expect(spread.scratch).toEqual(variance(scratch));
    expect(spread.finetuned[design]).toEqual(variance(tuned));
    expect(spread.correlation).toMatchObject({ scratch: close(rhoScratch), [design]: close(rho) });
    expect(spread.network).toEqual(tau && { variance: close(tau[0]), df: tau[1] });
  },
);

it.each(panels)('so are the intervals of contrasts: $name', ({ at, index }) => {
  const panel = studies[at]![index]!;
  const options = { draws: 4000, stream: stream('parity') };
  const draws = panelDraws(panel, studySpread(studies[at]!)[index]!, options)!;
  const [one, other] = draws.arms.map(({ utilities }) => utilities);
  // All budgets, censored ones too, as the other program takes them.
  const pairs = one!.map((utility, budget) => [utility, other![budget]!] as const);
  const ours = {
    difference: contrast(differenceTerms(pairs), 0.95),
    slope: contrast(slopeTerms(one!), 0.95),
  };
  for (const key of ['difference', 'slope'] as const) {
    const theirs = recomputed[at]![index]![key];
    const width = theirs.high - theirs.low;
    // Ends of 4,000 draws each are good to about 3 % of the width.
    expect(Math.abs(ours[key].low - theirs.low)).toBeLessThan(0.12 * width);
    expect(Math.abs(ours[key].high - theirs.high)).toBeLessThan(0.12 * width);
    expect(Math.abs(1 - ours[key].pAbove - theirs.above)).toBeLessThan(0.04);
  }
  expect(commonBudgets(one!, other!).pairs.length).toBeGreaterThan(0);
});
