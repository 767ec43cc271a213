import { curveScores, runScores } from '@nhat/outputs';
import type { RunOrigin } from '@nhat/report';
import type { CurveConfig, JsonObject, PretrainConfig, SupervisedConfig } from '@nhat/documents';
import { inRole } from './lineage';
import type { Ancestry } from './lineage';
import { originsOfScores, scoresOf } from './score-curves';

/** Heads that are fitted without steps have no schedule. */
type TrainedRun = Pick<SupervisedConfig, 'n' | 'seed'> &
  Partial<Pick<SupervisedConfig, 'schedule'>>;

/** What is known of each run of a curve besides its test score, by budget and seed. */
export function originsOf(curve: Ancestry): RunOrigin[] {
  const scores = scoresOf(curve);
  return scores ? originsOfScores(scores) : originsOfTrainings(curve);
}

function originsOfTrainings(curve: Ancestry): RunOrigin[] {
  const { metric } = curve.manifest.config as unknown as CurveConfig;
  return inRole(curve, 'run')
    .map((run): RunOrigin => {
      const { n, seed, schedule } = run.manifest.config as unknown as TrainedRun;
      const { node, outputs } = run.manifest;
      const { validation, labelledClasses, chosen } = runScores(node, outputs.scores, metric);
      const [network] = inRole(run, 'pretrain');
      return {
        ...{ n, seed, imagesSeen: schedule?.imagesSeen ?? null },
        ...{ validation, labelledClasses, chosen },
        result: run.outputs.slice(0, 16),
        pretraining: network ? (network.manifest.config as unknown as PretrainConfig).seed : null,
      };
    })
    .sort((a, b) => a.n - b.n || a.seed - b.seed);
}

/** The metric of the best constant answer on the test images; null where no run recorded it. */
export function chanceOf(curves: readonly Ancestry[]): number | null {
  const known = curves.flatMap(
    ({ manifest }) => curveScores(manifest.node, manifest.outputs.scores).chance ?? [],
  );
  return known.length > 0 ? Math.max(...known) : null;
}

/** The number of object classes in the dataset; null where no run recorded it. */
export const classesOf = (curves: readonly Ancestry[]): number | null =>
  numbers(curves, 'classes')[0] ?? null;

/** Of the runs of the curves; curves of another program's runs have them themselves. */
const numbers = (curves: readonly Ancestry[], key: string): number[] =>
  curves
    .flatMap((curve) => (scoresOf(curve) ? [curve] : inRole(curve, 'run')))
    .flatMap(({ manifest }) => {
      const value = (manifest.outputs.scores as JsonObject)[key];
      return typeof value === 'number' && Number.isFinite(value) ? [value] : [];
    });
