import { armOf, ladderOfRuns } from './panel/panel';
import type { Panel } from './panel/panel';
import { meanBands, meansOf } from './panel/mean-bands';
import { networksOf } from './panel/networks';
import { panelDraws } from './panel/panel-draws';
import type { ArmUtilityOptions } from './panel/arm-utilities';
import { designIn } from './panel/spread';
import type { PanelSpread } from './panel/spread';
import { WIDEST, refusal } from './panel/utility-reading';
import { paperReading } from './readings';
import { utilities } from './utility';
import type { PaperPoint } from './utility';
import type { ArmUtilities, UtilityPoint } from './utility-point';
import { verdict } from './verdict';
import type { Verdict } from './verdict';

/**
 * The utilities of an arm by the rule of the paper's released code, in units where higher is better. What may be stated follows the same rules
 * as elsewhere. The intervals resample one utility at a time and hold no spread between pretrained networks; there is no
 * slope, no reading at equal accuracy and no request for budgets. RangeErrors as `armUtilities`.
 */
export function paperUtilities(
  panel: Panel,
  spread: PanelSpread,
  armName: string,
  { coverage, draws: count, stream, chance }: Omit<ArmUtilityOptions, 'levels'>,
): ArmUtilities {
  const arm = armOf(panel, armName);
  const [scratch, finetuned] = [ladderOfRuns(panel.scratch), ladderOfRuns(arm.runs)];
  const draws = panelDraws(panel, spread, { draws: count, stream });
  const options = { coverage, chance };
  const points = utilities(scratch, finetuned, {
    ...{ reading: paperReading, coverage, draws: count, stream },
  });
  const variance = spread.finetuned[designIn(spread, arm)];
  return {
    points: points.map((point) => {
      const estimate = { n: point.n, estimate: Math.log2(point.nHat / point.n) };
      const refused = refusal(panel, spread, arm, estimate, options);
      const networks = networksOf(arm.runs.filter(({ n }) => n === point.n)).length;
      return published(point, refused ?? (isWide(point) ? 'wide' : 'number'), networks);
    }),
    scratch: meanBands(scratch, meansOf(scratch), draws?.means, {
      ...{ ...options, variance: spread.scratch },
    }),
    finetuned: meanBands(
      finetuned,
      meansOf(finetuned),
      draws ? armOf(draws, armName).means : undefined,
      { ...options, variance },
    ),
    ...{ slope: null, atAccuracy: [] },
  };
}

const isWide = ({ low, high }: PaperPoint): boolean =>
  low !== null && high !== null && Math.log2((1 + high) / (1 + low)) > WIDEST;

function published(
  { flat: isFlat, tail, nHat, utility, ...rest }: PaperPoint,
  kind: UtilityPoint['kind'],
  networks: number,
): UtilityPoint {
  const isNumber = kind === 'number';
  const hasEnds = isNumber || kind === 'wide';
  const shown = verdict({ flat: isFlat, tail, ...rest });
  return {
    ...rest,
    ...{ kind, nHat: isNumber ? nHat : null, utility: isNumber ? utility : null },
    ...(!hasEnds && {
      ...{ low: null, high: null, lowOpen: false, highOpen: false },
      ...{ positive: null, negative: null },
    }),
    verdict: isNumber ? ofNetworks(shown, networks) : null,
    ...{ networks, thisNetworkOnly: networks === 1, budget: null },
  };
}

/** One network gives no clear verdict, because these intervals hold no spread between networks. */
function ofNetworks(shown: Verdict, networks: number): UtilityPoint['verdict'] {
  if (shown === 'unknown' || shown === 'flat') return null;
  return networks === 1 ? 'unclear' : shown;
}
