import type { RunOrigin } from './report';

type Run = Pick<RunOrigin, 'n' | 'seed'>;

/** Finds what is known of a run of a curve; undefined for a run of which nothing is known. */
export function originFinder(origins: readonly RunOrigin[]): (run: Run) => RunOrigin | undefined {
  const nameOf = ({ n, seed }: Run) => `${n} ${seed}`;
  const known = new Map(origins.map((origin) => [nameOf(origin), origin]));
  return (run) => known.get(nameOf(run));
}
