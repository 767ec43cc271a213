import { oriented, sharedLevels, studySpread } from '@nhat/curves';
import { curveScores, panelOfNodes } from '@nhat/outputs';
import type { CurveScores, SpreadOfPanel } from '@nhat/outputs';
import type { Stage } from '@nhat/runner/stage';
import type { JsonObject, SpreadConfig } from '@nhat/documents';

/** Estimates from all curves of a pipeline how much its runs vary, and at which scratch accuracies its datasets are compared. */
export const run: Stage<SpreadConfig> = async ({ config, upstream }) => {
  const curves = new Map(
    upstream.map(({ node, outputs }) => [node, curveScores(node, outputs.scores)]),
  );
  const named = (node: string) => ({ node, curve: curves.get(node)! });
  const spreads = studySpread(
    config.panels.map(({ scratch, finetuned }) =>
      panelOfNodes(
        named(scratch),
        finetuned.map(({ node }) => named(node)),
      ),
    ),
  );
  const panels = config.panels.map(({ scratch, finetuned }, at): SpreadOfPanel => ({
    ...{ scratch, spread: spreads[at]! },
    levels: Object.fromEntries(
      finetuned.map(({ node, arm }) => [node, levelsOf(arm, config, curves)]),
    ),
  }));
  return { blobs: {}, scores: { panels } as unknown as JsonObject };
};

/** Scratch values inside the range that all datasets with this arm share; empty where only one has it. */
function levelsOf(
  arm: string,
  { panels }: SpreadConfig,
  curves: ReadonlyMap<string, CurveScores>,
): number[] {
  const compared = panels.flatMap(({ scratch, finetuned }) =>
    finetuned
      .filter((other) => other.arm === arm)
      .map(({ node }) => ({
        curve: fitOf(curves.get(scratch)!),
        budgets: curves.get(node)!.points.map(({ n }) => n),
      })),
  );
  return compared.length > 1 ? sharedLevels(compared) : [];
}

const fitOf = ({ fit, higherIsBetter }: CurveScores) => ({
  n: fit.map(({ n }) => n),
  value: fit.map(({ value }) => oriented(value, higherIsBetter)),
});
