import type { Panel } from '@nhat/curves';
import { simulatePanel } from '@nhat/curves/testing/simulated-panel';
import { stream } from '@nhat/random';
import type { Outcome } from '../claim';
import { seedsOfRound } from '../more-trainings';
import { claims } from '../registry';
import { hard, level } from './scenarios';

/** Seeds at the first look, and at most. */
const SEEDS = { first: 3, most: 12 };

/** What becomes of a claim that is looked at again after each round of seeds; counts of studies. */
export interface RoundsResult {
  /** At the first look, and at the last. */
  first: Record<Outcome, number>;
  last: Record<Outcome, number>;
  /** Seeds at the last look, as a mean over studies. */
  seeds: number;
}

/**
 * Simulated studies in which a larger network gains so many doublings more, from three seeds until the claim is decided, needs more than 100
 * seeds, or has twelve. `atOnce`: how many seeds a round adds; by default those of `nx decide`.
 */
export function simulateRounds(
  difference: number,
  { studies, draws }: { studies: number; draws: number },
  atOnce: typeof seedsOfRound = seedsOfRound,
): RoundsResult {
  const { decide } = claims['larger-network-gains-more'];
  const none = (): Record<Outcome, number> => ({ holds: 0, fails: 0, undecided: 0 });
  const result = { first: none(), last: none(), seeds: 0 };
  for (let study = 0; study < studies; study++) {
    const random = stream('seq', difference, study);
    const drawn = (name: string, doublings: number) =>
      simulatePanel(
        { ...hard, name, finetuned: [100, 200, 400], arms: { one: level(doublings) } },
        { seeds: SEEDS.most, networks: SEEDS.most, between: 0, correlation: 0.5 },
        random,
      );
    const [small, large] = [drawn('small', 0.6), drawn('large', 0.6 + difference)];
    const look = (seeds: number) =>
      decide(
        { small: firstSeeds(small, seeds), large: firstSeeds(large, seeds), arms: ['one'] },
        { stream: stream('d', study), draws },
      );
    let seeds = SEEDS.first;
    let found = look(seeds);
    result.first[found.outcome]++;
    while (found.missing !== null && seeds < SEEDS.most) {
      seeds = Math.min(SEEDS.most, seeds + atOnce(found.missing));
      found = look(seeds);
    }
    result.last[found.outcome]++;
    result.seeds += seeds / studies;
  }
  return result;
}

const firstSeeds = ({ name, scratch, arms }: Panel, seeds: number): Panel => ({
  name,
  scratch: scratch.filter(({ seed }) => seed < seeds),
  arms: arms.map((arm) => ({ ...arm, runs: arm.runs.filter(({ seed }) => seed < seeds) })),
});
