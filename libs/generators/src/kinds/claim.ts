import type { Kind } from '../kind';

const capital = (camel: string): string => camel.charAt(0).toUpperCase() + camel.slice(1);

/** Finetuning is better than scratch at the largest budget of both. */
export const claim: Kind = {
  registry: 'libs/claims/src/registry.ts',
  inSchemas: true,
  files: ({ name, camel }) => ({
    [`libs/claims/src/${name}.ts`]: `
import { mean } from '@nhat/curves';
import { COVERAGE, LEVEL, undecided } from './claim';
import type { Claim } from './claim';
import { claimOptions } from './claim-options';
import { outcomeOf } from './contrast-effect';
import { intervalOf, meanOf, pAbove, pBelow, withTestImages } from './mean-difference';
import { moreTrainings } from './more-trainings';
import type { TestedRuns } from './more-trainings';
import { areOfOneNetwork, independentUnits } from './network-means';
import { checkShare, chosenCells, isWhole, onlyOne } from './study';
import type { StudyRun } from './study';
import { ONE_NETWORK } from './study-draws';

/** The run of each label seed at one budget, from scratch and finetuned, in the same order. */
export interface ${capital(camel)}Input {
  scratch: TestedRuns;
  finetuned: TestedRuns;
}

const STATEMENT = 'At the largest budget of both, finetuning is better than training from scratch.';
const UNIT = 'share of the metric';

export const ${camel}: Claim<${capital(camel)}Input> = {
  id: '${name}',
  statement: STATEMENT,
  unit: UNIT,
  rule:
    'Statistic: the mean over label seeds of finetuned minus scratch at the largest budget that both have, Student-t. Null: it ' +
    'is at most 0; the claim fails where it is shown to be below 0. Unit of resampling: a label seed with its network; runs that share a ' +
    'network count as one; test images count as drawn, too.',
  options: claimOptions(STATEMENT, ['dataset', 'backbone', 'task', 'method']),
  inputOf(study, options) {
    const candidates = chosenCells(study, options).flatMap((cell) =>
      cell.arms.filter(isWhole).map((arm) => ({ ...cell, method: arm.method, value: { cell, arm } })),
    );
    const { cell, arm } = onlyOne(candidates, 'a method that was finetuned', []);
    checkShare(cell);
    return atLargestBudget(cell.scratch, arm.runs);
  },
  decide({ scratch, finetuned }) {
    const gainOf = (run: TestedRuns[number]) => run.value - scratch[finetuned.indexOf(run)]!.value;
    const gains = independentUnits(finetuned).map((runs) => mean(runs.map(gainOf)));
    if (gains.length < 2) return undecided('Fewer than two seeds ran in both arms.', UNIT);
    const gain = withTestImages(meanOf(gains), [
      { weight: 1, runs: finetuned },
      { weight: -1, runs: scratch },
    ]);
    const [p, pFails] = [pAbove(gain, 0), pBelow(gain, 0)];
    const oneNetwork = areOfOneNetwork(finetuned);
    const outcome = oneNetwork ? 'undecided' : outcomeOf(p < LEVEL, pFails < LEVEL);
    const shown = { holds: 'Shown.', fails: 'The opposite is shown.', undecided: 'Neither is shown.' };
    const test = { ...gain, distance: Math.abs(gain.estimate), tested: [scratch, finetuned] };
    return {
      outcome,
      because: oneNetwork ? ONE_NETWORK : shown[outcome],
      ...{ unit: UNIT, p, pFails },
      effects: [
        {
          ...{ name: 'finetuned − scratch', effect: gain.estimate },
          ...{ ...intervalOf(gain, COVERAGE), p, pFails },
        },
      ],
      missing: outcome === 'undecided' && !oneNetwork ? moreTrainings([test]) : null,
    };
  },
};

/** The runs of the seeds that have the largest common budget in both arms. */
function atLargestBudget(
  scratch: readonly StudyRun[],
  finetuned: readonly StudyRun[],
): ${capital(camel)}Input {
  const partner = (run: StudyRun) =>
    scratch.find(({ n, seed }) => n === run.n && seed === run.seed);
  const largest = Math.max(...finetuned.filter(partner).map(({ n }) => n));
  const runs = finetuned.filter((run) => run.n === largest && partner(run));
  return { scratch: runs.map((run) => partner(run)!), finetuned: runs };
}
`,
    [`libs/claims/src/${name}.spec.ts`]: `
import { stream } from '@nhat/random';
import { runsOf } from './more-trainings';
import { ONE_NETWORK } from './study-draws';
import { ${camel} } from './${name}';

const settings = { stream: stream('claim'), draws: 200 };

it('gives the effect with its interval, and decides nothing from one seed', () => {
  const scratch = runsOf(10, [0.5, 0.51, 0.49]);
  const finetuned = runsOf(10, [0.6, 0.62, 0.61]);
  const decision = ${camel}.decide({ scratch, finetuned }, settings);
  expect(decision.outcome).toBe('holds');
  expect(decision.effects[0]!.effect).toBeCloseTo(0.11, 6);
  expect(decision.effects[0]!.low).toBeGreaterThan(0);
  expect(${camel}.decide({ scratch: finetuned, finetuned: scratch }, settings).outcome).toBe('fails');
  const one = { scratch: scratch.slice(0, 1), finetuned: finetuned.slice(0, 1) };
  expect(${camel}.decide(one, settings).outcome).toBe('undecided');
  const shared = { scratch, finetuned: finetuned.map((run) => ({ ...run, network: 'one' })) };
  expect(${camel}.decide(shared, settings).because).toBe(ONE_NETWORK);
});
`,
  }),
  insertions: ({ name, camel }) => [
    {
      file: 'libs/claims/src/registry.ts',
      lines: `import { ${camel} } from './${name}';`,
      at: 'imports',
    },
    {
      file: 'libs/claims/src/registry.ts',
      lines: `  '${name}': ${camel},`,
      at: { before: '} as const;' },
    },
    {
      file: 'libs/claims/src/testing/scenarios.ts',
      lines: `/** Finetuned lies above scratch by \`gap\`. */
const ${camel}Scenario = (truth: Scenario['truth'], gap: number) =>
  scenario('${name}', truth, \`gap \${gap}, 5 seeds\`, (random) => {
    const runs = (level: number): PanelRun[] =>
      Array.from({ length: 5 }, (_, seed) => {
        return { n: 100, seed, value: level + 0.01 * random.normal(), network: null };
      });
    return { scratch: runs(0.5), finetuned: runs(0.5 + gap) };
  });
`,
      at: { before: 'export const scenarios' },
    },
    {
      file: 'libs/claims/src/testing/scenarios.ts',
      lines: `  ${camel}Scenario('border', 0),
  ${camel}Scenario('true', 0.05),
  ${camel}Scenario('false', -0.05),`,
      at: { before: '];' },
    },
    {
      file: 'libs/claims/api.txt',
      lines: ` readonly ${name === camel ? name : `'${name}'`}: import("libs/claims/src/claim").Claim<import("libs/claims/src/${name}").${capital(camel)}Input, import("libs/claims/src/study").Choices>;`,
      at: { within: 'claims: {' },
    },
  ],
  next: ({ name }) => [
    `npx jest libs/claims -t ${name}`,
    `A pipeline names it under "claims": ["${name}"]; npx nx claims <pipeline> decides it.`,
  ],
};
