import { compareCurves, isotonicReading, ladderOf, paperCeiling, paperReading } from '@nhat/curves';
import type { LearningCurve } from '@nhat/curves';
import { stream } from '@nhat/random';
import type { JsonObject, UtilityConfig } from '@nhat/spec';
import type { Stage } from '@nhat/runner/stage';
import { upstreamOf } from '@nhat/runner/upstream-of';

/** Compares the curve of a method with that of training from scratch. */
export const run: Stage<UtilityConfig> = async (node) => {
  const { method, inversion, coverage, draws, seed } = node.config;
  const scratch = curveOf(upstreamOf(node, 'scratch'));
  const finetuned = curveOf(upstreamOf(node, 'finetuned'));
  const points = compareCurves(scratch, finetuned, {
    reading: inversion === 'paper' ? paperReading : isotonicReading,
    coverage,
    draws,
    stream: stream(seed, 'intervals'),
  });
  const ceiling =
    inversion === 'paper' ? paperCeiling(ladderOf(scratch), ladderOf(finetuned)) : null;
  const { metric } = upstreamOf(node, 'scratch').outputs.scores;
  return { blobs: {}, scores: { method, metric, points, ceiling } as unknown as JsonObject };
};

const curveOf = ({ outputs }: { outputs: { scores: JsonObject } }): LearningCurve =>
  outputs.scores as unknown as LearningCurve;
