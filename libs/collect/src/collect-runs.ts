import type { RunOrigin } from '@nhat/report';
import type { JsonObject, PretrainConfig, SupervisedConfig } from '@nhat/documents';
import { inRole } from './lineage';
import type { Ancestry } from './lineage';

/** Heads that are fitted without steps have no schedule. */
type Trained = Pick<SupervisedConfig, 'n' | 'seed'> & Partial<Pick<SupervisedConfig, 'schedule'>>;

/** What each run of a curve started from and how long it was trained, by budget and seed. */
export const originsOf = (curve: Ancestry): RunOrigin[] =>
  inRole(curve, 'run')
    .map((run): RunOrigin => {
      const { n, seed, schedule } = run.manifest.config as unknown as Trained;
      const [network] = inRole(run, 'pretrain');
      return {
        ...{ n, seed, imagesSeen: schedule?.imagesSeen ?? null },
        pretraining: network ? (network.manifest.config as unknown as PretrainConfig).seed : null,
      };
    })
    .sort((a, b) => a.n - b.n || a.seed - b.seed);

/** The main metric of the best constant answer on the test images; null where no run holds it. */
export function chanceOf(curves: readonly Ancestry[]): number | null {
  const known = numbers(curves, 'chance');
  return known.length > 0 ? Math.max(...known) : null;
}

/** Classes of objects in the dataset; null where no run holds them. */
export const classesOf = (curves: readonly Ancestry[]): number | null =>
  numbers(curves, 'classes')[0] ?? null;

const numbers = (curves: readonly Ancestry[], key: string): number[] =>
  curves
    .flatMap((curve) => inRole(curve, 'run'))
    .flatMap(({ manifest }) => {
      const value = (manifest.outputs.scores as JsonObject)[key];
      return typeof value === 'number' && Number.isFinite(value) ? [value] : [];
    });
