import { readFlags, userError } from '@nhat/documents';
import { FAILURES, countTrials, faultKinds, prepareTrials } from '@nhat/faults/trials';
import { TrialWorkspace, trialTable, tryFault } from '@nhat/faults/trials';
import type { FaultKindName, TrialResult } from '@nhat/faults/trials';
import { faultsFlags } from './faults-flags';
import { SCHEDULES, SIMULATION_KINDS, isSimulation } from './simulated-faults';
import { runSimulations, simulationText } from './simulated-faults';
import type { PlannedSchedules } from './simulated-faults';

/** A trial with what repeats it alone. */
type Tried = TrialResult & { kind: string; seed: string };

/**
 * `nx faults [--kinds NAMES] [--trials COUNT] [--seed SEED] [--json]`: tries faults on a small pipeline in a temporary workspace, and in
 * simulated schedules of drivers that share a store, and of drivers of a cluster. Returns 1 where one made a wrong number, a run without an end, or a stack.
 */
export async function main(args: string[], root = process.cwd()): Promise<number> {
  const { json, ...asked } = readFlags('nx faults', args, faultsFlags);
  const plan = plannedTrials(asked);
  const say = (text: string) => void process.stderr.write(text);
  const simulated = await runSimulations(plan.schedules, say);
  const { tried, untried } =
    plan.kinds.length === 0 ? { tried: [], untried: [] } : await tryAll(root, plan, say);
  const counts = countTrials(tried);
  const failed = tried.filter(({ outcome }) => FAILURES.includes(outcome));
  if (json) {
    const record = { counts, untried, tried, simulated };
    process.stdout.write(`${JSON.stringify(record, null, 2)}\n`);
  } else {
    const table = counts.length === 0 ? '' : trialTable(counts);
    process.stdout.write(`${table}${endText(tried, untried)}${simulationText(simulated)}`);
  }
  return failed.length > 0 || simulated.some(({ failures }) => failures.length > 0) ? 1 : 0;
}

interface PlannedTrials {
  seed: number;
  /** Numbers of the trials of each kind. */
  kinds: { name: FaultKindName; trials: number[] }[];
  schedules: PlannedSchedules[];
}

/** Which trials the flags ask for. Throws a UserError for an unknown kind or a wrong number. */
export function plannedTrials(asked: {
  kinds: string | undefined;
  trials: string | undefined;
  seed: string | undefined;
}): PlannedTrials {
  const [seedText, kind, trialText] = (asked.seed ?? '1').split(':');
  const seed = wholeNumber('--seed', seedText!);
  const trial = trialText === undefined ? undefined : wholeNumber('--seed', trialText);
  const count = asked.trials === undefined ? undefined : wholeNumber('--trials', asked.trials);
  const all = [...Object.keys(faultKinds), ...SIMULATION_KINDS];
  const names = (kind ?? asked.kinds)?.split(',') ?? all;
  const where = kind === undefined ? '--kinds' : '--seed';
  const real = names.filter((name) => !isSimulation(name)).map((name) => kindOf(where, name));
  const numbers = (usual: number) => Array.from({ length: count ?? usual }, (_, at) => at);
  const seeds =
    trial === undefined ? { from: 0, seeds: count ?? SCHEDULES } : { from: trial, seeds: 1 };
  return {
    seed,
    kinds: real.map((name) => {
      return { name, trials: trial === undefined ? numbers(faultKinds[name].trials) : [trial] };
    }),
    schedules: names.filter(isSimulation).map((name) => ({ kind: name, ...seeds })),
  };
}

function kindOf(where: string, name: string): FaultKindName {
  if (Object.hasOwn(faultKinds, name)) return name as FaultKindName;
  throw userError(where, 'unknown kind of fault', {
    got: name,
    expected: [...Object.keys(faultKinds), ...SIMULATION_KINDS].join(', '),
  });
}

function wholeNumber(where: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw userError(where, 'no whole number', { got: text, expected: '0, 1, 2, …' });
}

async function tryAll(
  root: string,
  { seed, kinds }: Pick<PlannedTrials, 'seed' | 'kinds'>,
  say: (text: string) => void,
): Promise<{ tried: Tried[]; untried: string[] }> {
  const workspace = new TrialWorkspace(root);
  const tried: Tried[] = [];
  const untried: string[] = [];
  const stop = () => {
    workspace.dispose();
    process.exit(130);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    say('faults: the undisturbed run\n');
    const prepared = await prepareTrials(root, workspace);
    for (const { name, trials } of kinds) {
      const fault = faultKinds[name];
      const lack = fault.untried?.();
      if (lack !== undefined) untried.push(`${name}: not tried is ${lack}.`);
      for (const trial of trials) {
        const result = await tryFault(prepared, { name, fault }, { seed, trial });
        if (result === undefined) continue;
        const one = { ...result, kind: name, seed: `${seed}:${name}:${trial}` };
        tried.push(one);
        say(
          `faults: ${one.seed} ${one.row}: ${one.outcome}${one.outcome === 'right' ? '' : ` (${one.fault})\n${indented(one.why)}`}\n`,
        );
      }
    }
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    workspace.dispose();
  }
  return { tried, untried };
}

const indented = (text = ''): string => text.replace(/^/gm, '    ');

function endText(tried: readonly Tried[], untried: readonly string[]): string {
  const wordy = tried.filter(({ outcome, lines }) => outcome === 'right' && lines > 1).length;
  const failed = tried.filter(({ outcome }) => FAILURES.includes(outcome));
  const lines = [
    ...(wordy > 0 ? [`${wordy} of the right ones printed more than one line.`] : []),
    ...untried,
    ...failed.map(({ seed, outcome }) => `${outcome}: npx nx faults --seed=${seed}`),
  ];
  return lines.length === 0 ? '' : `\n${lines.join('\n')}\n`;
}
