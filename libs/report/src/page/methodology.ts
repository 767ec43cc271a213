import { EXTRAPOLATION } from '@nhat/curves';
import { commonNoun } from '../metric';
import { unique } from '../naming';
import { list, percent } from '../number-format';
import type { Panel, Report } from '../report';
import { isOfEqualLength, isOfOneRecipe, labelDraw, ownPanels } from '../shared-training';
import { html } from './markup';
import type { Section } from './section';

/** The method by which the figures were computed. */
export const methodology: Section = {
  id: 'how',
  title: 'How it was computed',
  render: (report) =>
    html`<dl>
      <dt id="how-runs">Runs</dt>
      <dd>${runs(report)}</dd>
      <dt id="how-n-hat">n̂</dt>
      <dd>${nHat(report)}</dd>
      <dt id="how-utility">U</dt>
      <dd>
        Utility U = n̂/n − 1: the additional labels that training from scratch needs for the same
        ${commonNoun(report)}, as a share of n. U = 0 means no gain, U = 1 that training from
        scratch needs twice the labels, U below 0 that pretraining did harm.
      </dd>
      <dt id="how-censoring">Bounds</dt>
      <dd>
        Where the mean of the finetuned runs lies above the whole curve from scratch, n̂ lies beyond
        ${
          report.inversion === 'paper'
            ? html`the budgets: U is only known to be more than n<sub>peak</sub>/n − 1 (printed with
                &gt;), n<sub>peak</sub> being the budget of the largest scratch mean, or more than 0
                where n lies between it and the last budget`
            : html`the last budget: U is only known to be more than n<sub>max</sub>/n − 1 (printed
              with &gt;)`
        }.
        Below the curve likewise (&lt;, n<sub>min</sub>). Where the curve is flat at that mean, n̂ is
        the label count of the flat part that is nearest to n.
      </dd>
      <dt id="how-intervals">Intervals</dt>
      <dd>${intervals(report)}</dd>
      ${
        report.overview
          ? html`<dt id="how-overviews">Overviews</dt>
              <dd>${overviews(report)}</dd>`
          : null
      }
      <dt id="how-networks">Networks</dt>
      <dd>
        Pretraining the same method again gives another network. Where every seed has a network of
        its own, the spread of the finetuned runs includes that; where a network has several seeds,
        the variance between networks is estimated over the whole study and added. With one network
        and nothing to estimate it from, figures speak of “this network”, and no verdict on the
        method is given.
      </dd>
      <dt id="how-verdict">Verdicts</dt>
      <dd>
        Labels can only be counted by networks that learned something. There is no number and no
        verdict where a network that the figure rests on, the finetuned one or one from scratch
        beside n̂, is not clearly above chance (the interval of its mean reaches the metric of the
        best constant answer), where it did not learn its own training images, where the fit of a
        linear head ended before its optimum, or where scratch does not clearly improve with labels.
        Where the interval spans more than two doublings of n̂, its ends are stated and no point.
      </dd>
      <dt id="how-gap">Gap</dt>
      <dd>
        Difference of the means of both arms at the same n (${commonNoun(report)}; shares in
        points), positive where pretraining is better. It is never censored. Its interval comes from
        the same draws.
      </dd>
      <dt id="how-power-law">Power law</dt>
      <dd>
        a − b·n<sup>−c</sup> through the scratch means, for the eye only: no figure comes from it.
        It is drawn up to ${EXTRAPOLATION} times the largest budget, and not at all where it
        disagrees with the measured curve.
      </dd>
    </dl>`,
};

/** How the overviews are read, which is one way for all studies. */
const overviews = ({ inversion }: Report): string => {
  const means =
    inversion === 'paper'
      ? 'They do not follow the rule of the paper, by which the single utilities of this page are read, because its utilities have no joint draws: means'
      : 'Means';
  return `${means} over budgets, ranks, networks and factors are read from the monotone fit of scratch and from draws that all methods and budgets with one dataset, network and task share. Their numbers lie beside this page, as charts/overview-….csv. A claim about the same difference has draws of its own, whose spread comes from the runs that it compares alone, so that the ends of its interval can differ by some hundredths of a doubling.`;
};

/** How the runs came about, as far as it is known. */
function runs(report: Report): string {
  const own = ownPanels(report);
  return [
    'An arm is scratch or a pretraining method, a budget one of its numbers of labels n.',
    own.length > 0 ? trainings(report, own) : '',
    own.length < report.panels.length ? foreignRuns(report) : '',
  ]
    .filter((text) => text !== '')
    .join(' ');
}

function trainings(report: Report, own: readonly Panel[]): string {
  const draw = { balanced: ' class-balanced,', random: ' whatever their class,' };
  const way = draw[labelDraw(report) as keyof typeof draw] ?? '';
  const { settings } = report;
  const methods = unique(settings.flatMap(({ method }) => method ?? []));
  const isOne = isOfOneRecipe(settings.filter(({ method }) => method === undefined));
  const but =
    methods.length === 0 ? '' : `, but for what finetuning of ${list(methods)} has of its own`;
  const recipe = isOne ? `with the same recipe${but}` : 'with recipes of their own';
  const isEqual = isOfEqualLength(own);
  const length =
    isEqual === null
      ? ''
      : ` and for ${isEqual ? 'the same number' : 'different numbers'} of images seen`;
  return `Each of its runs has its own seed, which draws the labels (the same for every arm,${way} a larger n contains the smaller), the first weights, the order and the augmentation. Training from scratch and finetuning train all layers, ${recipe}${length}.`;
}

const foreignRuns = ({ provenance: { scores = [] } }: Report): string =>
  `The runs of ${list(scores.map(({ path }) => path)) || 'another program'} are scores of another program: how their labels were drawn and how their networks were trained, for how long and from which weights, is not known here. Their figures compare what the file calls scratch with what it calls a method; runs of one seed and n should have the same labels.`;

function nHat(report: Report): string {
  const noun = commonNoun(report);
  return report.inversion === 'paper'
    ? `The number of labels at which training from scratch reaches the finetuned ${noun}, by the rule of the paper’s released code: first budget whose mean is higher, linear in the number of labels, no smoothing; the mean over the finetuned runs.`
    : `The number of labels at which training from scratch reaches the mean ${noun} of the finetuned runs. The scratch means get a monotone fit weighted by their counts of runs (more labels never hurt), and are joined by straight lines over the logarithm of n.`;
}

const intervals = (report: Report) =>
  report.inversion === 'paper'
    ? html`The experiment is repeated on paper, one utility at a time, with the errors that both
        arms showed together (v<sub>0</sub> + v<sub>1</sub>/n, Student-t), and read by the same
        rule. The ends are percentiles (${percent(report.coverage, 0)}). How much pretrained
        networks differ is not in them.`
    : html`The experiment is repeated 2,000 times on paper unless the pipeline says otherwise. Each
        repetition has one scratch curve, against which all methods and budgets are read: every mean
        gets an error of the size that the runs showed (v<sub>0</sub> + v<sub>1</sub>/n, scratch and
        finetuned runs apart), partly shared between the budgets of an arm because label lists are
        nested, and each segment of the curve is bent at random, because nobody measured there. The
        ends are percentiles (${percent(report.coverage, 0)}); a repetition above the whole curve of
        scratch counts as more than every budget, one below it as fewer. In simulated studies with
        2, 3 and 5 seeds and budgets twice apart, 95 % intervals held the truth in 91 to 98 % of
        cases; a knee between budgets four times apart is missed, which is why such intervals are
        flagged. With one run at a budget and no other budget that ran twice there is no interval.
        ${
          report.panels.some(({ splits }) => splits !== undefined)
            ? 'Where each seed has test images of its own, the errors of runs hold the choice of test images. '
            : ''
        }${
          report.panels.some(({ testImages = null }) => testImages !== null)
            ? 'All runs are tested on the same images, so that seeds do not show what others would change: all means of a repetition move together as the answers of runs with different seeds to single images vary together.'
            : report.panels.every(({ splits }) => splits !== undefined)
              ? ''
              : 'The choice of test images is not in the intervals, because the runs did not keep which of them they answer rightly.'
        }`;
