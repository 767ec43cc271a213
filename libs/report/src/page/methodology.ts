import { EXTRAPOLATION } from '@nhat/curves';
import { commonNoun } from '../metric';
import { percent } from '../number-format';
import type { Report } from '../report';
import { html } from './markup';
import type { Section } from './section';

/** The method by which the figures were computed. */
export const methodology: Section = {
  id: 'how',
  title: 'How it was computed',
  render: (report) =>
    html`<dl>
      <dt id="how-runs">Runs</dt>
      <dd>
        A cell is one arm (scratch, or a pretraining method) at one number of labels n. Each of its
        runs has its own seed, which draws the labels (the same for every arm, class-balanced, a
        larger n contains the smaller), the first weights, the order and the augmentation. Both arms
        train all layers with the same recipe for the same number of images seen.
      </dd>
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
        Where the mean of the finetuned runs lies above the whole curve of scratch, n̂ lies beyond
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
      <dd>
        The experiment is repeated 2,000 times on paper unless the pipeline says otherwise: both
        arms get errors of the size that the runs showed. That size is pooled over all budgets of
        both arms (v<sub>0</sub> + v<sub>1</sub>/n), because two or three runs alone say little; the
        errors are Student-t, half shared between the budgets of an arm, as its label lists are
        nested. The ends are percentiles (${percent(report.coverage, 0)}) of the utilities that
        result; a draw above the whole curve of scratch shows U &gt; 0 wherever n is not larger than
        its budgets, one below it U &lt; 0 wherever n is not smaller. Between two budgets the draws
        take turns between a straight line and a smooth rising curve, as nobody measured there. In
        simulated studies with 2, 3 and 5 seeds and budgets twice apart, 95 % intervals of this kind
        held the truth in 92 to 98 % of cases; where a steep curve bends between budgets 2.5 to 4
        times apart they are too narrow (58 to 78 %, at single budgets less). With one run a cell
        and no other cell that ran twice there is no interval.
      </dd>
      <dt id="how-verdict">Verdicts</dt>
      <dd>
        Labels can only be counted by networks that learned something. There is no verdict where a
        network that the figure rests on, the finetuned one or one from scratch beside n̂, is not
        clearly above chance (the interval of its mean reaches the metric of the best constant
        answer), where it did not learn its own training images, or where scratch does not clearly
        improve with labels.
      </dd>
      <dt id="how-gap">Gap</dt>
      <dd>
        Difference of the means of both arms at the same n (${commonNoun(report)}; shares in
        points), positive where pretraining is better. It is never censored.
      </dd>
      <dt id="how-power-law">Power law</dt>
      <dd>
        a − b·n<sup>−c</sup> through the scratch means, for the eye only: no figure comes from it.
        It is drawn up to ${EXTRAPOLATION} times the largest budget, and not at all where it
        disagrees with the measured curve.
      </dd>
    </dl>`,
};

function nHat(report: Report): string {
  const noun = commonNoun(report);
  return report.inversion === 'paper'
    ? `The number of labels at which training from scratch reaches the finetuned ${noun}, by the rule of the paper’s released code: first budget whose mean is higher, linear in the number of labels, no smoothing; the mean over the finetuned runs.`
    : `The number of labels at which training from scratch reaches the mean ${noun} of the finetuned runs. The scratch means get a monotone fit weighted by their counts of runs (more labels never hurt), and are joined by straight lines over the logarithm of n.`;
}
