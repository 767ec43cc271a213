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

it.each(scenarios)(
  'the first effect of $claim is the one that its outcome rests on: $name',
  ({ claim, name, decide }) => {
    const random = stream('claims', claim, name, 0);
    const { outcome, because, p, pFails, effects } = decide(random, {
      ...{ stream: random.fork('draws'), draws: 400 },
    });
    const [first] = effects;
    if (claim === 'sign-per-factor-consistent') {
      const own = effects.flatMap((effect) => [effect.p, effect.pFails]);
      expect(own.every((value) => value === null)).toBe(true);
    } else if (outcome === 'holds') {
      expect(first!.p).toBe(p);
    } else if (outcome === 'fails' && pFails !== null) {
      expect(first!.pFails).toBe(pFails);
    } else if (outcome === 'fails') {
      const best = first!.name.replace('best rival − ', '');
      expect(because.split(':')[0]!.split(', ')).toContain(best);
    } else {
      expect([first!.p, first!.pFails]).toContain((pFails ?? 1) < p! ? pFails : p);
    }
  },
);
