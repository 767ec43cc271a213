import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { cancelJobs, jobName, readClusterOptions, realIo } from '@nhat/slurm';
import { jobsText, namedJobs } from './named-jobs';

/** Seconds in which a second Ctrl-C cancels. */
const SECONDS = 5;

/**
 * Says how many jobs of a run go on that was stopped by Ctrl-C, and ends them at a second one within five seconds; with `--now` at once.
 * Standard input contains the names of the nodes of the run as JSON. It prints nothing where no job goes on. Returns 1 when jobs could
 * not be ended.
 */
export async function main([word]: string[]): Promise<number> {
  const again = new AbortController();
  process.on('SIGINT', () => again.abort());
  if (word === '--now') again.abort();
  const names = new Set(JSON.parse(readFileSync(0, 'utf8')) as string[]);
  const root = process.cwd();
  const io = realIo(root, process.env, readClusterOptions(root, process.env['NHAT_CLUSTER']));
  const ofRun = async () => {
    const jobs = await namedJobs(root, io);
    return Array.isArray(jobs) ? jobs.filter(({ nodes }) => nodes.some((n) => names.has(n))) : jobs;
  };
  let jobs = await ofRun();
  if (!Array.isArray(jobs)) return silent(jobs);
  if (jobs.length === 0) return 0;
  if (!again.signal.aborted) {
    const [them, go] = jobs.length === 1 ? ['it', 'goes'] : ['them', 'go'];
    say(`${jobsText(jobs.length)} ${go} on. Ctrl-C within ${SECONDS} s cancels ${them}.`);
    await sleep(SECONDS * 1000, undefined, again).catch(() => undefined);
    if (!again.signal.aborted) return 0;
    jobs = await ofRun();
  }
  let cancelled = 0;
  // One that was just being submitted when the run was stopped may appear meanwhile.
  for (; Array.isArray(jobs) && jobs.length > 0; jobs = await ofRun()) {
    const ids = jobs.map(({ id }) => id);
    const fault = await cancelJobs(io, jobName(root), ids);
    if (fault !== undefined) {
      say(`Jobs could not be ended (${fault}). To try it again: npx nx cancel slurm`);
      return 1;
    }
    cancelled += ids.length;
  }
  if (!Array.isArray(jobs)) return silent(jobs);
  say(`${jobsText(cancelled)} cancelled. Trainings go on from their last checkpoints later.`);
  return 0;
}

function silent({ silence }: { silence: string }): number {
  say(`squeue gave no answer (${silence}). Which jobs go on: npx nx jobs slurm`);
  return 1;
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);
