import { csv } from '../csv';
import { hasLearned } from '../learning';
import { commonNoun, isShare } from '../metric';
import { UNFITTED_HEADS } from '../outcome';
import type { Outcome } from '../outcome';
import { unfittedKinds } from '../refusal-cause';
import type { Report } from '../report';
import { cells, utilityRows } from '../rows';
import type { JudgedCell } from '../rows';
import { runRows } from '../runs';
import { download } from './download';
import { html } from './markup';
import type { Markup } from './markup';

/** What the words and signs of the table of results mean, where they occur, and its numbers as files. */
export function resultNotes(report: Report): Markup {
  const allCells = cells(report);
  const censored = allCells.some(
    ({ point }) => point.status !== 'exact' || point.lowOpen || point.highOpen,
  );
  const of = (...wanted: Outcome[]) => allCells.some(({ outcome }) => wanted.includes(outcome));
  return html`<p class="note">
      Gap: ${report.panels.every(isShare) ? 'points of ' : null}${commonNoun(report)} that
      pretraining gains at n labels. <em>Saves</em> and <em>costs</em> mean that the whole interval
      lies above or below 0; <em>unclear</em>, that 0 is inside. Labels saved: U ·
      n.${
        censored
          ? ' A figure with > or < is a bound: scratch was not trained on more, or fewer, labels than that.'
          : null
      }
    </p>
    ${
      of('at chance', 'flat')
        ? html`<p class="note">
            <em>At chance</em>: a network that the row rests on is not clearly better than the same
            answer for every image. <em>Scratch is flat</em>: training from scratch does not clearly
            improve with more labels. Labels cannot be counted there, so n̂ and U are left out.
          </p>`
        : null
    }
    ${
      of('one network')
        ? html`<p class="note">
            <em>One network</em>: the finetuned runs started from one pretrained network, and
            nothing in this study shows how much another one would change. The interval speaks of
            this network, and there is no verdict on its method.
          </p>`
        : null
    }
    ${
      of('wide')
        ? html`<p class="note">
            <em>Wide</em>: the interval spans more than two doublings of n̂, so that it is stated
            without a point.
          </p>`
        : null
    }
    ${refusals(of, allCells)}
    ${
      allCells.some(({ comparison }) => hasLearned(comparison) === false)
        ? html`<p class="note">
            <em>Not learned</em>: a pretrained network that the row rests on did not learn the task
            of its method at this length, as <a href="#pretraining">Pretraining</a> shows, so the
            row does not speak of the method.
          </p>`
        : null
    }
    ${
      report.panels.some(({ references = [] }) => references.length > 0)
        ? html`<p class="note">
            <em>Reference</em>: the same evaluation of networks with random weights, which shows
            what a head reaches without any pretraining. It is not compared with scratch.
          </p>`
        : null
    }
    <p class="note">
      Download: ${download('utility.csv', 'text/csv', csv(utilityRows(report)), 'this table')},
      ${download('runs.csv', 'text/csv', csv(runRows(report)), 'every run behind it')} as CSV; both
      lie beside this page as <code>utility</code> and <code>runs</code>, CSV and JSON.
    </p>`;
}

/** What not fitted means for the rows that are, and which of several reasons a row has; nothing where no row is refused. */
function refusals(
  of: (...wanted: Outcome[]) => boolean,
  allCells: readonly JudgedCell[],
): Markup[] {
  const { networks, heads } = unfittedKinds(
    allCells.filter(({ outcome }) => outcome === 'not fitted'),
  );
  const reasons = [
    ...(networks
      ? [
          'a run that the row rests on did not learn its own training images: it was trained too briefly to judge labels by',
        ]
      : []),
    ...(heads ? [`${UNFITTED_HEADS}, which no longer training changes`] : []),
  ];
  const unfitted = html`<p class="note">
    <em>Not fitted</em>: ${reasons.join('; or ')}. So n̂ and U are left out.
  </p>`;
  const order = html`<p class="note">
    A row has the first of these reasons that applies: not fitted, at chance, scratch is flat, wide.
    It rests on its own runs and on those from scratch with about n̂ labels, so that it can be
    refused although scratch with n labels is in order.
  </p>`;
  return [
    ...(of('not fitted') ? [unfitted] : []),
    ...(of('not fitted', 'at chance', 'flat') ? [order] : []),
  ];
}
