import type { StageRun, Upstream } from './stage';

/** The one upstream node in a role. */
export function upstreamOf(run: Pick<StageRun<unknown>, 'upstream'>, role: string): Upstream {
  const [found, second] = run.upstream.filter((one) => one.role === role);
  if (!found || second) throw new Error(`stage: expected one upstream node in the role ${role}`);
  return found;
}
