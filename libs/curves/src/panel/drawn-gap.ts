import { valueAt } from '../curve';
import type { Gap } from '../gap';
import { tailOf } from '../interval';
import { mean } from '../ladder';
import { armOf, ladderOfRuns } from './panel';
import type { Panel } from './panel';
import type { PanelDraws } from './panel-draws';

/**
 * The gap of an arm at its budget n: the difference of the means, with percentiles over the draws of its panel, which include the error of
 * the pretrained networks. Where n is no budget of scratch, the curve of each draw is read there. Without draws there is no interval.
 */
export function drawnGap(
  panel: Panel,
  draws: PanelDraws | null,
  curve: PanelDraws['curve'],
  { arm, n, coverage }: { arm: string; n: number; coverage: number },
): Gap {
  const finetunedRungs = ladderOfRuns(armOf(panel, arm).runs);
  const at = finetunedRungs.findIndex((cell) => cell.n === n);
  const finetuned = mean(finetunedRungs[at]!.values);
  const rungs = ladderOfRuns(panel.scratch);
  const same = rungs.findIndex((cell) => cell.n === n);
  const scratch = same >= 0 ? mean(rungs[same]!.values) : valueAt(curve, n);
  if (scratch === null) return { scratch, finetuned, gap: null, gapLow: null, gapHigh: null };
  const gap = finetuned - scratch;
  if (draws === null) return { scratch, finetuned, gap, gapLow: null, gapHigh: null };
  const { means } = armOf(draws, arm);
  const sorted = Float64Array.from(draws.means, (drawn, draw) => {
    const below = same >= 0 ? drawn[same]! : valueAt(draws.curves[draw]!, n)!;
    return means[draw]![at]! - below;
  }).sort();
  const tail = tailOf(coverage, sorted.length);
  return {
    ...{ scratch, finetuned, gap },
    ...{ gapLow: sorted[tail - 1]!, gapHigh: sorted[sorted.length - tail]! },
  };
}
