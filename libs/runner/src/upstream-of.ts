import type { StageRun, Upstream } from './stage';

/** The only upstream node in this role. Throws unless there is exactly one. */
export function upstreamOf(run: Pick<StageRun<unknown>, 'upstream'>, role: string): Upstream {
  const [match, second] = run.upstream.filter((node) => node.role === role);
  if (!match || second) throw new Error(`stage: expected one upstream node in the role ${role}`);
  return match;
}
