import { compareCurves, isotonicReading, ladderOf, paperCeiling, paperReading } from '@nhat/curves';
import { curveScores } from '@nhat/outputs';
import type { CurveScores } from '@nhat/outputs';
import { stream } from '@nhat/random';
import type { JsonObject, UtilityConfig } from '@nhat/documents';
import type { Stage, Upstream } from '@nhat/runner/stage';
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
  const { metric } = scratch;
  return { blobs: {}, scores: { method, metric, points, ceiling } as unknown as JsonObject };
};

const curveOf = ({ node, outputs }: Upstream): CurveScores => curveScores(node, outputs.scores);
