import { mayBeCheapest } from '@nhat/curves';
import type { DecisionConfig } from '@nhat/documents';
import { collectDecision } from './collect-decision';
import { byPanel, collectPanels } from './collect-panels';
import { readAncestry } from './lineage';

/** How far a decision is. */
export interface DecisionState {
  /** Whether an arm is chosen in every panel. */
  isChosen: boolean;
  /** Nodes of the learning curves of arms of which more runs may change what is chosen. */
  contenders: ReadonlySet<string>;
}

/** The state of the decision of a pipeline whose utilities are finished. Throws where one of them is missing or stale. */
export function decisionState(
  root: string,
  utilities: readonly string[],
  decision: DecisionConfig,
): DecisionState {
  const { panels, studies } = collectPanels(readAncestry(root, utilities));
  const decided = collectDecision(decision, studies, panels).panels;
  const contenders = byPanel(studies).flatMap((group, at) => {
    const [{ choice }, { comparisons }] = [decided[at]!, panels[at]!];
    return group.filter((_, arm) => mayBeCheapest(choice, comparisons[arm]!.method));
  });
  return {
    isChosen: decided.every(({ choice }) => choice.outcome === 'chosen'),
    contenders: new Set(contenders.map(({ finetuned }) => finetuned.manifest.node)),
  };
}
