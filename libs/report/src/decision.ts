import type { LabelChoice } from '@nhat/curves';
import type { DecisionConfig } from '@nhat/documents';

/** What is the cheapest at the labels and prices of a reader. */
export interface DecisionFacts extends DecisionConfig {
  /** In the order of the panels of the report. */
  panels: PanelDecision[];
  /** What `nx decide` would run next, in words, with its cost; null or absent where nothing would, or where that is not known. */
  next?: string | null;
}

/** The choice of one panel; its arms have the names of its comparisons. */
export interface PanelDecision {
  choice: LabelChoice;
  /** Seconds by the clock of all pretrainings and trainings of each arm, those side by side counted once; null: not known. */
  clockSeconds: Record<string, number | null>;
  /** Whether the hours come from the document, because they were not measured here. */
  hoursOfDocument: boolean;
}
