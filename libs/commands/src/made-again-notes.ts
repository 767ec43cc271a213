import { outputsDigest } from '@nhat/artifacts';
import type { PackedResults } from '@nhat/packs';
import type { PlanNode } from '@nhat/plan';
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

/** A sentence about pretrainings whose published results do not count, because they were made here with other weights, where a reader of one runs. */
export function madeHereNotes(
  pipeline: { name: string; hasPack: boolean },
  nodes: readonly PlanNode[],
  forecasts: readonly Forecast[],
  packs: Pick<PackedResults, 'find'>,
): string[] {
  const byName = new Map(forecasts.map((one) => [one.name, one]));
  const isMadeHere = ({ stage, key, result }: Forecast): boolean => {
    if (stage !== 'pretrain' || key === undefined || result === undefined) return false;
    const published = packs.find(key);
    return (
      published !== undefined &&
      outputsDigest(published.outputs) !== outputsDigest(result.manifest.outputs)
    );
  };
  const running = nodes.filter(({ name }) => byName.get(name)!.status !== 'ready');
  const read = new Set(running.flatMap(({ upstream }) => upstream.map(({ node }) => node)));
  const count = forecasts.filter((one) => read.has(one.name) && isMadeHere(one)).length;
  if (count === 0) return [];
  const are = count === 1 ? 'A pretraining was' : `${count} pretrainings were`;
  const shown = pipeline.hasPack ? `. Its own pack: npx nx published ${pipeline.name}` : '';
  return [
    `${are} made here with other weights than in a pack, so that published results which rest on the pack do not count${shown}`,
  ];
}
