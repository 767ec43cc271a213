import { ONE_NETWORK, isShownBothWays } from '@nhat/claims';
import type { DecidedClaim, Effect } from '@nhat/claims';
import { count, figure, intervalEnd, list, plural, rounded, signed } from './number-format';
import { wrappedLines } from './wrapped-lines';

/** The claims as `claims.json` has them: numbers with six digits. */
export const claimRows = (claims: readonly DecidedClaim[]): DecidedClaim[] =>
  claims.map((claim) => ({ ...withRounded(claim), effects: claim.effects.map(withRounded) }));

/** With six digits in each of its own numbers. */
const withRounded = <T extends object>(record: T): T =>
  Object.fromEntries(
    Object.entries(record).map(([key, value]) => [
      key,
      typeof value === 'number' ? rounded(value) : (value as unknown),
    ]),
  ) as T;

type Unit = Pick<DecidedClaim | Required<Effect>, 'unit'>;

/** A unit as it is printed; shares are printed in points. */
export const unitText = ({ unit }: Unit): string => unit.replace('share of the metric', 'points');

/** The unit of an effect: that of its claim, where it has none of its own. */
export const unitOf = (claim: Unit, { unit }: Effect): Unit => ({ unit: unit ?? claim.unit });

/** An effect in its unit: shares in points with one decimal, others with two. */
export const effectText = (claim: Unit, effect: Effect): string =>
  numberText(unitOf(claim, effect), effect.effect);

/** `0.12 to 0.31`; words where all draws of a rank correlation, which has few values, are equal: that is no certainty. */
export function intervalText(claim: Unit, effect: Effect): string {
  const of = unitOf(claim, effect);
  if (of.unit === 'rank correlation' && effect.low === effect.high) return 'the same in every draw';
  const scale = isOfShares(of) ? 100 : 1;
  return [effect.low, effect.high]
    .map((value) => intervalEnd(scale * value, numberText(of, value)))
    .join(' to ');
}

const isOfShares = ({ unit }: Unit): boolean => unit.startsWith('share');

function numberText(of: Unit, value: number): string {
  if (of.unit === 'units of the metric') return figure(value);
  return signed(isOfShares(of) ? (100 * value).toFixed(1) : value.toFixed(2));
}

/** The effect that the outcome of a claim rests on; null where that is none, or all of them together. */
export function restingEffect({ effects }: DecidedClaim): Effect | null {
  const [first] = effects;
  return first === undefined || (first.p === null && first.pFails === null) ? null : first;
}

/** What the outcome of a claim rests on: `shapes-tcvl (1 of 5)`, where the others stand elsewhere, or `all 12 together`. */
export function restsText(claim: DecidedClaim): string {
  const all = count(claim.effects.length);
  const first = restingEffect(claim);
  if (first === null) return claim.effects.length === 0 ? '–' : `all ${all} together`;
  return claim.effects.length === 1 ? first.name : `${first.name} (1 of ${all})`;
}

/** The effect that the outcome rests on, its interval and its unit, as a table has them; dashes where there is no such effect. */
export function restingFigures(
  claim: DecidedClaim,
): [effect: string, interval: string, unit: string] {
  const effect = restingEffect(claim);
  if (effect === null) return ['–', '–', claim.effects.length === 0 ? '–' : unitText(claim)];
  return [effectText(claim, effect), intervalText(claim, effect), unitText(unitOf(claim, effect))];
}

/** `0.25 doublings (0.19 to 0.32)`: `restingFigures` in a sentence, for a claim that has a resting effect. */
export function restingFiguresText(claim: DecidedClaim): string {
  const [effect, interval, unit] = restingFigures(claim);
  return `${effect} ${unit} (${interval})`;
}

/** `0.012`, `< 0.001`, `> 0.999`, and `–` where there is none. */
export function probabilityText(p: number | null): string {
  if (p === null) return '–';
  if (p < 0.001) return '< 0.001';
  return p > 0.999 ? '> 0.999' : p.toFixed(3);
}

/** What would decide an open claim; empty for a decided one and where nothing could be compared. */
export function decidingText(claim: DecidedClaim): string {
  const { outcome, because, moreTrainings, effects } = claim;
  if (outcome !== 'undecided' || effects.length === 0 || because.startsWith(ONE_NETWORK)) return '';
  if (isShownBothWays(claim)) {
    return 'More trainings are not expected to decide it, because both it and its opposite are shown.';
  }
  return moreTrainings === null
    ? 'Even 100 seeds are not expected to decide it, if the effects are as they appear.'
    : `${plural(moreTrainings, 'more training')} would decide it with a power of 80 %, if the effects are as they appear.`;
}

/** More of these are not named within a text. */
const MOST_LEFT_OUT = 4;

/** What was not compared, as a sentence; empty where everything was. */
export const leftOutText = ({ leftOut = [] }: DecidedClaim): string =>
  leftOut.length === 0 ? '' : `Not compared: ${leftOut.join('; ')}.`;

/** Whether a text says only how much was not compared, and where all of it is named. */
export const hasManyLeftOut = ({ leftOut = [] }: DecidedClaim): boolean =>
  leftOut.length > MOST_LEFT_OUT;

/** `leftOutText`, or the number of what it would name where that is long, and `where` it stands. */
export const shortLeftOutText = (claim: DecidedClaim, where: string): string =>
  hasManyLeftOut(claim)
    ? `Not compared: ${count(claim.leftOut!.length)} arms at some of their budgets, named ${where}.`
    : leftOutText(claim);

/** What looking more than once does to the levels of claims; empty where nothing was added after a look. */
export const looksText = (rounds = 0): string =>
  rounds === 0
    ? ''
    : `The results were looked at ${rounds + 1} times, because nx decide added runs in ${plural(rounds, 'round')}. The p-values are those of one look, so a claim that is not true is shown somewhat more often than in 5 % (docs/statistics.md).`;

/** The most effects of a claim that a terminal shows. */
const MOST_EFFECTS = 8;
const INDENT = '  ';

/** Each claim with its statement, outcome, effects, p-values and what would decide it, in at most `columns` columns. */
export const claimsText = (claims: readonly DecidedClaim[], columns = 80): string =>
  claims.map((claim) => claimText(claim, columns)).join('\n\n');

function claimText(claim: DecidedClaim, columns: number): string {
  const { title, outcome, statement, because } = claim;
  const left = shortLeftOutText(claim, 'in claims.json');
  const sentences = [statement, because, left, decidingText(claim)];
  const lines = sentences
    .filter((text) => text !== '')
    .flatMap((text) => wrappedLines(text, columns, INDENT));
  const [first = '', ...rest] = wrappedLines(`${title}: ${outcome}${ruleText(claim)}`, columns);
  const split = wrappedLines(statement, columns, INDENT).length;
  const effects = effectLines(claim, columns);
  return [first, ...rest, ...lines.slice(0, split), ...effects, ...lines.slice(split)].join('\n');
}

/** The p-values of the two rules, in brackets; empty where nothing was compared. */
function ruleText({ p, pFails }: DecidedClaim): string {
  if (p === null) return '';
  const against = pFails === null ? '' : `, against it ${probabilityText(pFails)}`;
  return ` (p ${probabilityText(p)}${against})`;
}

function effectLines(claim: DecidedClaim, columns: number): string[] {
  const shown = claim.effects.slice(0, MOST_EFFECTS);
  const lines = shown.flatMap((effect) => {
    const p = effect.p === null ? '' : `, p ${probabilityText(effect.p)}`;
    const against = effect.pFails === null ? '' : `, against it ${probabilityText(effect.pFails)}`;
    const figures = `${effectText(claim, effect)} (${intervalText(claim, effect)}) ${unitText(unitOf(claim, effect))}${p}${against}`;
    return wrappedLines(`${effect.name}: ${figures}`, columns, `${INDENT}  `);
  });
  const more = claim.effects.length - shown.length;
  const together =
    claim.effects.length > 0 && restingEffect(claim) === null
      ? wrappedLines('The outcome rests on all effects together, in no order:', columns, INDENT)
      : [];
  const rest = more > 0 ? [`${INDENT}  and ${count(more)} more in claims.json`] : [];
  return [...together, ...lines, ...rest];
}

const OUTCOMES = [
  ['holds', 'holds', 'hold'],
  ['fails', 'fails', 'fail'],
  ['undecided', 'is undecided', 'are undecided'],
] as const;

/** How many claims have each outcome, in words, and which: `4 hold` with these; outcomes that none has are left out. */
export const claimsByOutcome = (
  claims: readonly DecidedClaim[],
): { words: string; claims: DecidedClaim[] }[] =>
  OUTCOMES.flatMap(([outcome, one, many]) => {
    const own = claims.filter((claim) => claim.outcome === outcome);
    const words = `${count(own.length)} ${own.length === 1 ? one : many}`;
    return own.length === 0 ? [] : [{ words, claims: own }];
  });

/** `Of 5 claims 4 hold and 1 is undecided.`, `The claim holds.`, `Both claims are undecided.`; empty without claims. */
export function outcomesText(claims: readonly DecidedClaim[]): string {
  const [first, second] = claimsByOutcome(claims);
  if (first === undefined) return '';
  const all = claims.length;
  if (second !== undefined) {
    return `Of ${plural(all, 'claim')} ${list(claimsByOutcome(claims).map(({ words }) => words))}.`;
  }
  const verb = first.words.slice(first.words.indexOf(' ') + 1);
  const which = all === 1 ? 'The claim' : all === 2 ? 'Both claims' : `All ${count(all)} claims`;
  return `${which} ${verb}.`;
}

/**
 * The outcome of each claim in one line of at most `columns` columns, with the reason where it fits; a long title takes further lines. Below
 * it the effect that the outcome rests on, with its interval and the p of the outcome, where anything was compared.
 */
export const claimLines = (claims: readonly DecidedClaim[], columns = 80): string[] =>
  claims.flatMap((claim) => {
    const short = `${claim.title}: ${claim.outcome}`;
    const long = `${short}. ${claim.because}`;
    const [first = '', ...others] =
      long.length <= columns ? [long] : wrappedLines(short, columns - INDENT.length);
    const figures = wrappedLines(restingLine(claim), columns, INDENT + INDENT);
    return [first, ...others.map((line) => INDENT + line), ...figures];
  });

/** `shapes-tcvl (1 of 5): 0.25 doublings (0.19 to 0.32), p 0.006`, or what the outcome rests on in place of an effect; empty without effects. */
function restingLine(claim: DecidedClaim): string {
  if (claim.effects.length === 0) return '';
  const figures = restingEffect(claim) === null ? '' : `: ${restingFiguresText(claim)}`;
  return `${restsText(claim)}${figures}${outcomeProbability(claim)}`;
}

/** The p-value of the rule that decided a claim; those of both rules where it is undecided. */
function outcomeProbability({ outcome, p, pFails }: DecidedClaim): string {
  const against = pFails === null ? '' : `, against it ${probabilityText(pFails)}`;
  if (outcome === 'fails') return pFails === null ? '' : `, p ${probabilityText(pFails)}`;
  if (p === null) return '';
  return `, p ${probabilityText(p)}${outcome === 'holds' ? '' : against}`;
}
