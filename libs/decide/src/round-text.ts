import type { Narrowing } from '@nhat/curves';
import type { Pipeline } from '@nhat/documents';
import { count, plural } from '@nhat/report/number-format';
import { UNFITTED_HEADS } from '@nhat/report/outcome';
import { additionsOf } from './additions';
import type { ClaimStand, ClaimsRound, ClaimsRun } from './claims-round';
import { goalOfPipeline, goalText } from './next-round';
import type { Round, RoundRun, RoundUtility } from './next-round';
import { panelName } from './study';

const doublings = (width: number): string => width.toFixed(2);

/** The first run of a round with its cost, in a clause; null where it adds nothing. */
export function firstRunText({ runs, utilities }: Round): string | null {
  const [first] = runs;
  const several = new Set(utilities.map(({ panel }) => panel)).size > 1;
  return first === undefined ? null : runText(first, several);
}

/** What a round adds and why, a line a run. */
export function roundText({ round, runs, utilities }: Round): string {
  const trainings = runs.reduce((sum, { seeds }) => sum + seeds.length, 0);
  const images = runs.reduce((sum, run) => sum + run.imagesSeen, 0);
  const several = new Set(utilities.map(({ panel }) => panel)).size > 1;
  const head = `Round ${round} adds ${plural(trainings, 'training')}, ${count(images)} images seen:`;
  return [head, ...runs.map((run) => `  ${runText(run, several)}`)].join('\n');
}

function runText(run: RoundRun, several: boolean): string {
  const { arm, n, seeds, kind, pretrains, narrows } = run;
  const place = several ? `${panelName(run)}, ` : '';
  const which = kind === 'budget' ? 'a new budget, seeds' : seeds.length > 1 ? 'seeds' : 'seed';
  const network = pretrains ? ', with a pretrained network of its own' : '';
  return `${place}${arm} at ${plural(n, 'label')}, ${which} ${seeds.join(', ')}${network}: ${narrowingText(narrows)}; ${count(run.imagesSeen)} images seen`;
}

function narrowingText({ arm, n, from, to }: Narrowing): string {
  const name = `U(${count(n)}) of ${arm}`;
  if (from === null) return `gives ${name} an interval with two ends`;
  if (to === null) return `${name} is read between budgets more than twice apart`;
  return `narrows ${name} from ${doublings(from)} to ${doublings(to)} doublings`;
}

const STOPS: Record<NonNullable<Round['stop']>, string> = {
  goal: 'the goal is met',
  ceiling: 'the ceiling is reached',
  'needs networks': 'only more pretrained networks help (pretrainingSeeds)',
  'needs test images': 'only more test images help',
  'not fitted': 'no run is added, because runs did not learn their own training images',
  'at chance': 'no run is added, because networks are not clearly above chance',
  flat: 'no run is added, because training from scratch does not clearly improve with labels',
  'nothing helps': 'no training that can be added narrows what is open',
};

/**
 * Why nothing is added any more, and where a key of the document at `path` would help, which. Heads that are fitted without steps have no length of
 * training that could be raised.
 */
export function stopText(
  stop: NonNullable<Round['stop']>,
  path: string,
  utilities: readonly RoundUtility[],
): string {
  const key = `"training": { "imagesSeen": … } in ${path}`;
  if (stop === 'not fitted') {
    const kinds = new Set(utilities.map(({ unfitted }) => unfitted));
    const ofHeads = `${UNFITTED_HEADS}, which neither more seeds nor longer training changes`;
    if (!kinds.has('networks')) return `no run is added, because ${ofHeads}`;
    const also = kinds.has('heads') ? `. In other rows ${ofHeads}` : '';
    return `${STOPS[stop]}; raise ${key}, and its "maximum" where it has one${also}`;
  }
  if (stop === 'at chance' || stop === 'flat')
    return `${STOPS[stop]}; more labels may help, or a longer training of networks (${key})`;
  return STOPS[stop];
}

/** The goal, how much was added, and where every utility stands, a line each. */
export function standText(
  { goal: stated, decision, added }: Pick<Pipeline, 'goal' | 'decision' | 'added'>,
  utilities: readonly RoundUtility[],
): string {
  const goal = goalOfPipeline({ goal: stated, decision })!;
  const most = goal.trainings;
  const aim =
    stated === null && decision !== null
      ? `the cheapest arm at ${plural(decision.labels, 'label')} is shown in 95 % of the draws`
      : goalText(goal);
  const head = `Goal: ${aim}. Added: ${count(added.length)} of at most ${plural(most, 'training')}.`;
  return [head, ...utilities.map((utility) => `  ${utilityText(utility)}`)].join('\n');
}

function utilityText(utility: RoundUtility): string {
  const { panel, arm, n, interval, verdict, state, unfitted } = utility;
  const name = `${panel} · ${arm} at ${plural(n, 'label')}`;
  if (unfitted === 'heads') return `${name}: not read, because ${UNFITTED_HEADS}`;
  if (interval === null) return `${name}: ${STATES[state]}`;
  const { low, high, lowOpen, highOpen, thisNetworkOnly } = interval;
  const share = (lambda: number) => (2 ** lambda - 1).toFixed(2).replace(/^-0.00$/, '0.00');
  const ends = `U ${lowOpen ? 'below ' : ''}${share(low)} to ${highOpen ? 'above ' : ''}${share(high)}`;
  const width = lowOpen || highOpen ? 'open-ended' : `${doublings(high - low)} doublings wide`;
  const clear = verdict === 'unclear' ? '' : `, ${verdict} labels at 99 %`;
  const network = thisNetworkOnly ? ', of this network only' : '';
  return `${name}: ${ends}, ${width}${network}${clear}: ${STATES[state]}`;
}

const STATES: Record<RoundUtility['state'], string> = {
  closed: 'decided',
  open: 'open',
  distant: 'open, because budgets from scratch are more than twice apart there',
  'needs networks': 'open, and only more pretrained networks help (pretrainingSeeds)',
  'needs test images': 'open, and only more test images help',
  'not fitted': 'not read, because runs did not learn their own images (training.imagesSeen)',
  'at chance': 'not read, because a network is not clearly above chance',
  flat: 'not read, because training from scratch does not clearly improve with labels',
  'no spread': 'open, because nothing ran twice',
};

/** Why no seed is added for a claim any more. */
export const claimsStopText = (stop: NonNullable<ClaimsRound['stop']>): string =>
  stop === 'nothing helps'
    ? 'no open claim is expected to be decided by more trainings, or by none that can be added'
    : STOPS[stop];

/** For which claim seeds are added, and their trainings, a line for each arm. */
export function claimsRoundText({ round, about, runs, claims, left }: ClaimsRound): string {
  const trainings = runs.reduce(
    (sum, { budgets, seeds }) => sum + budgets.length * seeds.length,
    0,
  );
  const images = runs.reduce((sum, run) => sum + run.imagesSeen, 0);
  const needed = claims.find(({ title }) => title === about)?.moreTrainings ?? 0;
  const allowed = needed > left ? `, of which the goal allows ${count(left)}` : '';
  const why = `because about ${plural(needed, 'more training')} would decide ${about}${allowed}`;
  const head = `Round ${round} adds ${plural(trainings, 'training')}, ${count(images)} images seen, ${why}:`;
  return [head, ...runs.map((run) => `  ${claimsRunText(run)}`)].join('\n');
}

function claimsRunText(run: ClaimsRun): string {
  const { pipeline, arm, budgets, seeds, pretrains } = run;
  const network = pretrains
    ? `, ${seeds.length > 1 ? 'each ' : ''}with a pretrained network of its own`
    : '';
  const labels = `${budgets.map(count).join(', ')} label${budgets.join() === '1' ? '' : 's'}`;
  return `${pipeline}: ${panelName(run)}, ${arm} at ${labels}, seed${seeds.length > 1 ? 's' : ''} ${seeds.join(', ')}${network}; ${count(run.imagesSeen)} images seen`;
}

/** The goal, how much was added, and where every claim stands, a line each. */
export function claimsStandText(pipeline: Pipeline, claims: readonly ClaimStand[]): string {
  const goal = pipeline.goal!;
  const added = additionsOf(pipeline).length;
  const head = `Goal: ${goalText(goal)}. Added: ${count(added)} of at most ${plural(goal.trainings, 'training')}.`;
  const rows = claims.map(({ title, outcome, moreTrainings }) => {
    const more =
      moreTrainings === null ? '' : `, ${plural(moreTrainings, 'more training')} would decide it`;
    return `  ${title}: ${outcome}${more}`;
  });
  return [head, ...rows].join('\n');
}
