import { seedsOfRound } from './more-trainings';
import { simulateRounds } from './testing/rounds';

const settings = { studies: 12, draws: 400 };

it('rounds of seeds show a difference that three seeds often leave open', () => {
  const { first, last, seeds } = simulateRounds(0.3, settings);
  expect(last.holds).toBeGreaterThan(first.holds);
  expect(last.fails).toBe(0);
  expect(seeds).toBeGreaterThan(3);
});

it('a round adds several seeds, so that fewer looks lead to as many', () => {
  const looks = (rule: typeof seedsOfRound) => {
    let count = 0;
    simulateRounds(0.1, settings, (missing) => {
      count++;
      return rule(missing);
    });
    return count;
  };
  expect(looks(seedsOfRound)).toBeLessThan(looks(() => 1));
});
