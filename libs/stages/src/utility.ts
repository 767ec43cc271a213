import {
  armUtilities,
  inNaturalSign,
  intervalStream,
  ladderOf,
  oriented,
  paperCeiling,
  paperUtilities,
} from '@nhat/curves';
import type { ImageShifts } from '@nhat/curves';
import { curveScores, panelOfNodes, spreadOfPanel } from '@nhat/outputs';
import type { TestImages } from '@nhat/outputs';
import type { JsonObject, UtilityConfig } from '@nhat/documents';
import type { Stage, StageRun } from '@nhat/runner/stage';
import { upstreamOf } from '@nhat/runner/upstream-of';

/** Reads the utility of a method from its curve and that of training from scratch, with the spread of the whole pipeline. */
export const run: Stage<UtilityConfig> = async (node) => {
  const { method, inversion, coverage, draws, seed } = node.config;
  const [scratch, finetuned] = [curveOf(node, 'scratch'), curveOf(node, 'finetuned')];
  const { node: name, outputs } = upstreamOf(node, 'spread');
  const { spread, levels } = spreadOfPanel(name, outputs.scores, scratch.node);
  const panel = panelOfNodes(scratch, [finetuned]);
  const { higherIsBetter, metric } = scratch.curve;
  const chance = knownChance(scratch.curve.chance, finetuned.curve.chance);
  const options = {
    ...{ coverage, draws, stream: intervalStream(seed) },
    chance: chance === null ? null : oriented(chance, higherIsBetter),
    levels: levels[finetuned.node] ?? [],
  };
  const read = inversion === 'paper' ? paperUtilities : armUtilities;
  const utilities = inNaturalSign(read(panel, spread, finetuned.node, options), higherIsBetter);
  const ceiling =
    inversion === 'paper' ? paperCeiling(ladderOf(scratch.curve), ladderOf(finetuned.curve)) : null;
  const { images } = spread;
  const scores = {
    ...{ method, metric, ...utilities, ceiling },
    // The paper's rule draws one utility at a time, in which no test images move.
    testImages: images && inversion !== 'paper' ? imagesIn(images) : null,
  };
  return { blobs: {}, scores: scores as unknown as JsonObject };
};

const imagesIn = ({ images, groups }: ImageShifts): TestImages => ({ images, groups });

function curveOf(run: StageRun<UtilityConfig>, role: 'scratch' | 'finetuned') {
  const { node, outputs } = upstreamOf(run, role);
  return { node, curve: curveScores(node, outputs.scores) };
}

/** The best constant answer is the same for all runs on the same test images; null where no run recorded it. */
function knownChance(...values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? Math.max(...known) : null;
}
