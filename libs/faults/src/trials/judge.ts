import type { StoredResults } from './results';
import { answerDigests, storedResults } from './results';
import type { TrialRun, TrialWorkspace } from './trial-workspace';

/**
 * How a trial can end. `right`: the answer of an undisturbed run. `said`: one message and no result, and then the right one.
 * `wrong`: another number. `lost`: right, but a finished result was computed again. `blocked`: no end, or no way out. `stack`: a
 * stack, or an error of the system without an explanation.
 */
export const OUTCOMES = ['right', 'said', 'wrong', 'lost', 'blocked', 'stack'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Outcomes that nobody may see. */
export const FAILURES: readonly Outcome[] = ['wrong', 'blocked', 'stack'];

export interface Judgement {
  outcome: Outcome;
  /** Lines that an undisturbed run does not print. */
  lines: number;
  /** What was seen, where the outcome is not `right`. */
  why?: string;
}

/** What an undisturbed run leaves. */
export interface Reference {
  answers: Record<string, string>;
  stored: ReadonlyMap<string, string>;
  /** The lines that it prints, without those of progress. */
  printed: readonly string[];
}

/** Records what the last run of a workspace has left. */
export const referenceOf = (workspace: TrialWorkspace, run: TrialRun): Reference => ({
  answers: answerDigests(workspace.folder),
  stored: storedResults(workspace.folder).whole,
  printed: answerLines(run.stdout),
});

export interface Disturbed {
  workspace: TrialWorkspace;
  reference: Reference;
  /** What the store held when the run began. */
  before: StoredResults;
  run: TrialRun;
  /** Whether results may lie in the workspace without their files, because these are fetched from a server when a node reads them. */
  fetches?: boolean;
  /** Does what a user would do after the messages of the first run, e.g. makes room. Returns whether they say so. */
  followAdvice?: ((messages: string) => boolean) | undefined;
}

/** Judges a run that met a fault. After one that failed it runs the usual command again, as a user would. */
export async function judge(disturbed: Disturbed): Promise<Judgement> {
  const { run, followAdvice } = disturbed;
  const first = judgeRun(disturbed);
  if (first.outcome !== 'said') return first;
  const messages = textOf(run);
  if (followAdvice?.(messages) === false) {
    return { ...first, outcome: 'blocked', why: `the cause is not named:\n${first.why}` };
  }
  const again = await judgeNext(disturbed);
  if (again.outcome === 'right' || again.outcome === 'lost') return first;
  if (again.outcome !== 'said') return { ...again, why: `${first.why}\nThen: ${again.why}` };
  if (messages.includes('nx reset')) {
    await disturbed.workspace.run({ words: ['reset'] });
    const reset = await judgeNext(disturbed);
    if (reset.outcome === 'right' || reset.outcome === 'lost') return first;
  }
  return { ...first, outcome: 'blocked', why: `${first.why}\nThen again: ${again.why}` };
}

async function judgeNext(disturbed: Disturbed): Promise<Judgement> {
  const before = storedResults(disturbed.workspace.folder);
  return judgeRun({ ...disturbed, before, run: await disturbed.workspace.run() });
}

/** A stack on standard error begins a line also where standard output ends without one. */
const textOf = ({ stdout, stderr }: TrialRun): string => `${stdout}\n${stderr}`;

const STACK = /^ {4}at .+/m;
/** As Node words an error of the system; our messages give the code in quotes, and say what it means. */
const RAW_ERROR = /\bE[A-Z]{3,12}: [a-z].*/;

/** `said` here means a failure with a message. */
function judgeRun(disturbed: Disturbed): Judgement {
  const { reference, before, run } = disturbed;
  const messages = messageLines(run, reference);
  const found = (outcome: Outcome, why: string): Judgement => ({
    outcome,
    lines: messages.length,
    why,
  });
  const text = textOf(run);
  const wrong = wrongResults(disturbed);
  if (wrong !== undefined) return found('wrong', wrong);
  if (run.isLate) return found('blocked', `no end; last: ${text.trim().split('\n').at(-1)}`);
  const stack = STACK.exec(text) ?? RAW_ERROR.exec(text);
  if (stack !== null) return found('stack', excerpt(text, stack.index));
  if (run.status !== 0) {
    if (messages.length === 0) return found('blocked', 'failed without a message');
    return found('said', messages.slice(0, 4).join('\n'));
  }
  const lost = run.computed.filter((key) => before.whole.has(key));
  if (lost.length > 0)
    return found('lost', `${lost.length} computed again; ${messages.join('\n')}`);
  return {
    outcome: 'right',
    lines: messages.length,
    ...(messages.length > 1 && { why: messages.join('\n') }),
  };
}

/** What is wrong in the store or, after a run that succeeded, in its answers. */
function wrongResults({
  workspace: { folder },
  reference,
  before,
  run,
  fetches = false,
}: Disturbed): string | undefined {
  const stored = storedResults(folder);
  for (const [key, digest] of stored.whole) {
    const expected = reference.stored.get(key);
    if (expected === undefined) return `a result under a key that no clean run has: ${key}`;
    if (expected !== digest) return `other outputs under the key ${key}`;
  }
  const half = stored.half.filter((key) => !before.half.includes(key));
  if (half.length > 0 && !fetches) return `published without its files: ${half[0]}`;
  if (run.status !== 0) return undefined;
  const answers = answerDigests(folder);
  const names = Object.keys({ ...reference.answers, ...answers });
  const differing = names.filter((name) => reference.answers[name] !== answers[name]);
  if (differing.length > 0) return `differs: ${differing.join(', ')}`;
  const absent = reference.printed.filter((line) => !run.stdout.includes(line));
  return absent.length > 0 ? `not printed: ${absent[0]}` : undefined;
}

const PROGRESS = new RegExp(`^study · \\d+ of \\d+ done`);
const answerLines = (stdout: string): string[] =>
  stdout.split('\n').filter((line) => line.trim() !== '' && !PROGRESS.test(line));

function messageLines({ stdout, stderr }: TrialRun, { printed }: Reference): string[] {
  const known = new Set(printed);
  const lines = [...answerLines(stdout), ...stderr.split('\n')];
  return lines.filter((line) => line.trim() !== '' && !known.has(line));
}

const excerpt = (text: string, at: number): string =>
  text.slice(Math.max(0, at - 300), at + 300).trim();
