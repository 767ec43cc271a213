import { stageBundle } from './bundle';
import { armDigest } from './panel-curves';
import type { ArmCurve, PanelCurves } from './panel-curves';
import type { PlanBuilder } from './plan-builder';
import { nodeSlugOf, scoresConfig } from './score-cells';
import type { JoinedScores } from './score-cells';

/** Adds the curves of another program's runs. */
export function addScorePanel(builder: PlanBuilder, { cell, arms }: JoinedScores): PanelCurves {
  const { dataset, backbone: name, task } = cell;
  const backbone = { name, options: {} };
  const [scratch, ...finetuned] = arms.map(({ arm, runs }): ArmCurve => {
    const config = scoresConfig(cell, arm, runs);
    const slug = nodeSlugOf(dataset, arm, name, task);
    const node = builder.add('scores', slug, config, [], stageBundle('scores'));
    const digest = armDigest({ backbone, task, method: arm, scores: true });
    return {
      ...{ node, method: arm, name: arm, askedBy: [], digest, randomWeights: undefined },
      slug: nodeSlugOf(dataset, arm, name, task),
    };
  });
  return {
    ...{ place: { dataset, backbone: name, task }, askedBy: [], backbone },
    ...{ scratch: scratch!.node, finetuned },
  };
}
