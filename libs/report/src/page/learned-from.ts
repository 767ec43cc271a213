import { count } from '../number-format';
import type { PretrainingFacts, Report } from '../report';

/** The column of the images that a pretraining learned from, and its cells; none where all learned from all training images. */
export function learnedFrom({ pretrainings }: Report): {
  columns: { heading: string; text: true }[];
  cells(facts: PretrainingFacts): string[];
} {
  if (pretrainings.every(({ labelled }) => labelled === undefined)) {
    return { columns: [], cells: () => [] };
  }
  return {
    columns: [{ heading: 'learned from', text: true }],
    cells: ({ labelled }) => [
      labelled === undefined ? 'all training images' : `${count(labelled)} labelled images`,
    ],
  };
}
