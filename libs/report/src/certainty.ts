import { unique } from './naming';
import { count, list, percent, plural } from './number-format';
import type { Comparison, Report } from './report';
import type { JudgedCell } from './rows';
import { range } from './settings';
import { wideSteps } from './wide-steps';

/** How sure the figures are: seeds, intervals, and what these hold. */
export function certainty(report: Report, allCells: readonly JudgedCell[]): string {
  const seeds = allCells.map(({ point }) => point.seeds);
  if (allCells.every(({ point }) => point.gapLow === null && point.low === null)) {
    const why =
      Math.max(...seeds) === 1
        ? 'every budget of every arm ran once (1 seed)'
        : 'too few budgets ran twice';
    return `${why}, so there are no intervals and differences may be chance.`;
  }
  const without = allCells.filter(({ outcome }) => outcome === 'unknown').length;
  const cell = Math.max(...seeds) === 1 ? 'seed' : 'seeds';
  const none =
    without > 0 ? ` ${plural(without, 'comparison')} ran once and have no interval.` : '';
  return `${percent(report.coverage, 0)} intervals from ${range(seeds)} ${cell} for each budget of an arm.${simulated(report, allCells)}${testImages(report)}${none}${pretrainings(report, allCells)}`;
}

/** The coverage of the intervals in simulations; it is lower where n̂ lies between budgets that are far apart. */
function simulated(report: Report, allCells: readonly JudgedCell[]): string {
  const wide = unique(
    allCells.flatMap(wideSteps).map(([from, to]) => `${count(from)} to ${count(to)}`),
  );
  if (wide.length > 0) {
    return ` Where scratch budgets are more than twice apart (${list(wide)} labels), intervals are less sure and U tends to come out too large; a budget between them helps, more seeds do not.`;
  }
  return report.inversion === 'isotonic' && report.coverage === 0.95
    ? ' Simulated, such intervals held the truth in 91 to 98 % of studies.'
    : '';
}

/** Whether intervals hold the chance in the choice of test images. */
function testImages({ panels }: Report): string {
  const holding = panels.filter((panel) => (panel.testImages ?? null) !== null);
  const split = panels.filter(({ splits }) => splits !== undefined);
  if (split.length > 0 && holding.length === 0) {
    const where =
      split.length < panels.length
        ? `With ${split.length} of ${plural(panels.length, 'curve')} from scratch each seed`
        : 'Each seed';
    return ` ${where} has test images of its own, so that the spread between seeds holds their choice.`;
  }
  if (holding.length === 0) return ' The choice of test images is not in them.';
  const sets = unique(
    holding.map(({ testImages: known }) => {
      const { images, groups } = known!;
      const of = groups === null ? '' : ` in ${plural(groups, 'group')}`;
      return `${plural(images, 'test image')}${of}`;
    }),
  );
  const where =
    holding.length < panels.length
      ? `With ${holding.length} of ${plural(panels.length, 'curve')} from scratch they`
      : 'They';
  return ` ${where} hold the choice of labels, networks and test images (${list(sets)}).`;
}

/** How many networks were pretrained, and whether the intervals hold how much networks differ. */
function pretrainings({ inversion }: Report, allCells: readonly JudgedCell[]): string {
  const measured = unique(allCells.map(({ comparison }) => comparison));
  const seedsOf = ({ curve }: Comparison) =>
    Math.max(...curve.points.map(({ runs }) => runs.length));
  const shared = measured.flatMap((comparison) => {
    const { pretrained } = comparison;
    const seeds = seedsOf(comparison);
    return pretrained > 1 && pretrained < seeds
      ? [`${count(pretrained)} networks were pretrained for ${count(seeds)} seeds`]
      : [];
  });
  const ofOne = allCells.filter(
    ({ comparison, point }) => comparison.pretrained === 1 && point.low !== null,
  );
  const alone = ofOne.some(({ point }) => point.thisNetworkOnly);
  const included = ofOne.some(({ point }) => !point.thisNetworkOnly);
  const sharing =
    inversion === 'paper'
      ? 'runs that share a network count as independent, so intervals are too narrow where pretrainings differ'
      : 'how much networks differ is estimated and included';
  return [
    alone
      ? ' One network was pretrained a method, and nothing in the study shows how much another one would change: the intervals speak of this network, and there is no verdict on the method.'
      : '',
    included
      ? ' Where one network was pretrained, how much another one would change comes from the other runs of the study.'
      : '',
    shared.length > 0 ? ` ${list(unique(shared))}; ${sharing}.` : '',
  ].join('');
}
