import { otherProcessor } from '@nhat/runner/processor-fact';
import { mayDiffer } from './lost-files';
import type { Forecast } from './node-forecast';

/**
 * A sentence for each processor whose pretrainings are made again because their weights are lost: that they may come out otherwise here, and
 * what follows.
 */
export function madeAgainNotes(forecasts: readonly Forecast[]): string[] {
  const counts = new Map<string, number>();
  for (const { result } of forecasts.filter(mayDiffer)) {
    const whose = otherProcessor(result!.manifest.ran)!;
    counts.set(whose, (counts.get(whose) ?? 0) + 1);
  }
  return [...counts].map(([whose, count]) => {
    const [pretrainings, them] =
      count === 1 ? ['A pretraining', 'it'] : [`${count} pretrainings`, 'them'];
    const runs = count === 1 ? 'runs' : 'run';
    return `${pretrainings} of ${whose} ${runs} again for weights that are not here. If this processor gives ${them} other weights, all that rests on ${them} runs again, too: nothing mixes the two`;
  });
}
