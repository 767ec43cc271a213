import type { JsonObject, ScoresConfig } from '@nhat/documents';
import type { Metric, RunOrigin } from '@nhat/report';
import type { Ancestry } from './lineage';

/** The configuration of a curve of another program's runs; undefined for a curve of trainings. */
export const scoresOf = ({ manifest: { stage, config } }: Ancestry): ScoresConfig | undefined =>
  stage === 'scores' ? (config as JsonObject as unknown as ScoresConfig) : undefined;

/** What is known of these runs besides their scores: the network that each started from. */
export const originsOfScores = ({ runs }: ScoresConfig): RunOrigin[] =>
  runs.map(([n, seed, , pretraining]) => ({ n, seed, imagesSeen: null, pretraining }));

/** The number of pretrained networks. */
export const networksOfScores = ({ runs }: ScoresConfig): number =>
  new Set(runs.flatMap(([, , , network]) => network ?? [])).size;

export const metricOfScores = ({ metric }: ScoresConfig): Metric => metric;
