import { wilsonInterval } from '@nhat/curves';
import { rounded } from './number-format';
import type { Report } from './report';

/** A row of `recall.csv`: one class in the results of an arm at one budget; six digits. */
export interface RecallRow {
  dataset: string;
  backbone: string;
  task: string;
  arm: string;
  n: number;
  /** How many runs the means are over. */
  runs: number;
  accuracy: number;
  balancedAccuracy: number;
  class: string;
  /** Test images of the class. */
  images: number;
  recall: number;
  /** Wilson's interval of the recall for so many images, with the coverage of the report. */
  low: number;
  high: number;
}

/** The recall of every class in every cell of a report, by panel, arm and budget. */
export const recallRows = ({
  panels,
  coverage,
}: Pick<Report, 'panels' | 'coverage'>): RecallRow[] =>
  panels.flatMap(({ dataset, backbone, task, recalls }) =>
    (recalls?.cells ?? []).flatMap(({ arm, n, runs, accuracy, balancedAccuracy, recalls: own }) =>
      recalls!.classes.map(({ name, images }, at): RecallRow => {
        const [low, high] = wilsonInterval(own[at]!, images, coverage);
        return {
          ...{ dataset, backbone, task, arm, n, runs },
          ...{ accuracy: rounded(accuracy), balancedAccuracy: rounded(balancedAccuracy) },
          ...{ class: name, images, recall: rounded(own[at]!) },
          ...{ low: rounded(low), high: rounded(high) },
        };
      }),
    ),
  );
