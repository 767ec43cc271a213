import type { DecisionConfig } from '@nhat/documents';
import { collectDecision } from './collect-decision';
import { collectPanels } from './collect-panels';
import { readAncestry } from './lineage';

/** Whether the finished utilities of a pipeline choose an arm in every panel. Throws where one of them is missing or stale. */
export function isDecided(
  root: string,
  utilities: readonly string[],
  decision: DecisionConfig,
): boolean {
  const { panels, studies } = collectPanels(readAncestry(root, utilities));
  return collectDecision(decision, studies, panels).panels.every(
    ({ choice }) => choice.outcome === 'chosen',
  );
}
