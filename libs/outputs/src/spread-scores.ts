import type { PanelSpread } from '@nhat/curves';
import { userError } from '@nhat/documents';
import type { JsonObject } from '@nhat/documents';
import { readScores } from './score-reader';

/** The scores of a spread node: how much the runs of a pipeline vary. */
export interface SpreadScores {
  panels: SpreadOfPanel[];
}

/** The part of one panel. */
export interface SpreadOfPanel {
  /** Name of the node of its curve from scratch. */
  scratch: string;
  /** The variances of the panel; correlations and the variance between networks are pooled over the pipeline. */
  spread: PanelSpread;
  /**
   * Node of a finetuned curve → values of training from scratch (negated errors) at which the same arm is read on every dataset of
   * the pipeline. Empty where the pipeline has it on one dataset.
   */
  levels: Record<string, number[]>;
}

/** Reads the scores of a spread node. Throws a UserError that names the node and the first invalid field. */
function spreadScores(node: string, scores: JsonObject): SpreadScores {
  const read = readScores(node, scores);
  for (const panel of read.objects('panels')) {
    panel.text('scratch');
    panel.object('levels');
    panel.object('spread').object('correlation').number('scratch');
  }
  return scores as unknown as SpreadScores;
}

/** The part of the panel of a curve from scratch. Throws a UserError where the node does not have it. */
export function spreadOfPanel(node: string, scores: JsonObject, scratch: string): SpreadOfPanel {
  const panel = spreadScores(node, scores).panels.find((part) => part.scratch === scratch);
  if (panel) return panel;
  throw userError(node, `it does not have the panel of ${scratch}`, {
    advice: 'Run the pipeline again: Nx brings it up to date.',
  });
}
