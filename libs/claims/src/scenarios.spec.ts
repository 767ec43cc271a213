import { stream } from '@nhat/random';
import { LEVEL } from './claim';
import { claims } from './registry';
import { outcomesOf, scenarios } from './testing/scenarios';

// Five studies each: `npx nx bench claims` has the rates. Three false positives of five would be a rate far above 5 %.
const STUDIES = 5;
const settings = { studies: STUDIES, draws: 400 };

it('every claim is simulated where it is true, where it is false, and at the border', () => {
  const simulated = new Set(scenarios.map(({ claim, truth }) => `${claim}, ${truth}`));
  const expected = Object.keys(claims).flatMap((id) =>
    ['true', 'false', 'border'].map((truth) => `${id}, ${truth}`),
  );
  expect([...simulated].sort()).toEqual(expected.sort());
});

it.each(scenarios.filter(({ truth }) => truth === 'border'))(
  '$claim does not hold at the border: $name',
  (scenario) => {
    expect(outcomesOf(scenario, settings).holds).toBeLessThanOrEqual(1);
  },
);

it.each(scenarios.filter(({ truth }) => truth === 'true'))(
  '$claim holds where it is true: $name',
  (scenario) => {
    const { holds, fails } = outcomesOf(scenario, settings);
    expect(fails).toBe(0);
    expect(holds).toBeGreaterThanOrEqual(3);
  },
);

it.each(scenarios.filter(({ truth }) => truth === 'false'))(
  '$claim fails where it is false: $name',
  (scenario) => {
    const { holds, fails } = outcomesOf(scenario, settings);
    expect(holds).toBe(0);
    expect(fails).toBeGreaterThanOrEqual(3);
  },
);

it.each(scenarios)(
  'the p-values of $claim are those of its rules: $name',
  ({ claim, name, decide }) => {
    for (let study = 0; study < 2; study++) {
      const random = stream('claims', claim, name, study);
      const { outcome, p, pFails } = decide(random, { stream: random.fork('draws'), draws: 400 });
      if (outcome === 'holds') expect(p).toBeLessThan(LEVEL);
      if (outcome === 'fails' && pFails !== null) expect(pFails).toBeLessThan(LEVEL);
    }
  },
);
