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
  /** Test images of the class that the runs answered. */
  images: number;
  recall: number;
  /** Wilson's interval of the recall for so many images, with the coverage of the report. */
  low: number;
  high: number;
}

/** The recall of every class in every cell of a report, by panel, arm and budget; without classes of which a cell has no test image. */
export const recallRows = ({
  panels,
  coverage,
}: Pick<Report, 'panels' | 'coverage'>): RecallRow[] =>
  panels.flatMap(({ dataset, backbone, task, recalls }) =>
    (recalls?.cells ?? []).flatMap(
      ({ arm, n, runs, accuracy, balancedAccuracy, recalls: own, images: tested }) =>
        recalls!.classes.flatMap(({ name }, at): RecallRow[] => {
          const [share, images] = [own[at]!, tested[at]!];
          if (share === null) return [];
          const [low, high] = wilsonInterval(share, images, coverage);
          return [
            {
              ...{ dataset, backbone, task, arm, n, runs },
              ...{ accuracy: rounded(accuracy), balancedAccuracy: rounded(balancedAccuracy) },
              ...{ class: name, images, recall: rounded(share) },
              ...{ low: rounded(low), high: rounded(high) },
            },
          ];
        }),
    ),
  );
