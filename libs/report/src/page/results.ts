import { cellText } from '../cell-text';
import { csv } from '../csv';
import { hasLearned } from '../learning';
import { commonNoun, gapText, isShare, metricNoun, metricText } from '../metric';
import { unique } from '../naming';
import { count, percent } from '../number-format';
import { hasNoFigures } from '../outcome';
import type { Outcome } from '../outcome';
import { referenceCells } from '../references';
import type { Panel, Report } from '../report';
import { cells, utilityRows } from '../rows';
import type { JudgedCell } from '../rows';
import { runRows } from '../runs';
import { download } from './download';
import { html } from './markup';
import type { Content, Markup } from './markup';
import type { Section } from './section';
import { table } from './table';

const words: Record<Outcome, string> = {
  saves: 'saves labels',
  costs: 'costs labels',
  unclear: 'unclear',
  'one network': 'one network',
  wide: 'wide',
  flat: 'scratch is flat',
  'at chance': 'at chance',
  'not fitted': 'not fitted',
  unknown: 'one run',
};

/** All utilities of the pipeline. */
export const results: Section = { id: 'results', title: 'Results', render };

function render(report: Report): Markup {
  const context = contextOf(report);
  const columns = [
    ...context.map(({ heading, same: shared }) => ({
      heading,
      text: true,
      spare: shared !== null,
    })),
    { heading: 'labels n' },
    { heading: 'scratch' },
    { heading: 'finetuned' },
    { heading: 'gap' },
    { heading: 'n̂' },
    { heading: 'saved' },
    { heading: 'U', strong: true },
    { heading: `${percent(report.coverage, 0)} interval of U` },
    { heading: 'status', text: true },
    { heading: 'seeds' },
    { heading: 'networks' },
  ];
  const allCells = cells(report);
  const same = context.flatMap((column) => column.same ?? []);
  const caption = html`${same.length > 0 ? `${same.join(', ')}. ` : null}Utility of pretraining, U =
    n̂/n − 1. What the columns mean: <a href="#how">how it was computed</a>.`;
  const rows = report.panels.flatMap((panel) => [
    ...allCells.filter((cell) => cell.panel === panel).map(row),
    ...referenceRows(panel),
  ]);
  return html`${table(caption, columns, rows, { wide: true, groupBy: 5 })}
  ${notes(report, allCells)}`;
}

/** Dataset, backbone, task, metric and method as columns. `same` is the value that all rows share, or null. */
function contextOf({ panels }: Report): { heading: string; same: string | null }[] {
  const values = {
    dataset: panels.map(({ dataset }) => dataset),
    backbone: panels.map(({ backbone }) => backbone),
    task: panels.map(({ task }) => task),
    metric: panels.map(metricNoun),
    method: panels.flatMap(({ comparisons }) => comparisons.map(({ method }) => method)),
  };
  return Object.entries(values).map(([heading, cellTexts]) => {
    const [only, ...others] = unique(cellTexts);
    return { heading, same: others.length === 0 ? only! : null };
  });
}

function row(cell: JudgedCell): Content[] {
  const { panel, comparison, point, outcome } = cell;
  const { nHat, utility, interval, saved } = cellText(cell);
  return [
    panel.dataset,
    panel.backbone,
    panel.task,
    metricNoun(panel),
    comparison.method,
    count(point.n),
    point.scratch === null ? '–' : metricText(panel, point.scratch),
    metricText(panel, point.finetuned),
    point.gap === null ? '–' : gapText(panel, point.gap),
    nHat,
    saved,
    utility,
    interval,
    html`<span class="tag ${outcome.replaceAll(' ', '-')}">${words[outcome]}</span
      >${point.status === 'exact' || hasNoFigures(outcome) ? null : html` <span class="tag">bound</span>`}${hasLearned(comparison) === false ? html` <span class="tag"><a href="#pretraining">not learned</a></span>` : null}`,
    String(point.seeds),
    String(point.networks),
  ];
}

/** Networks with random weights, in grey after all methods: they have no utility. */
const referenceRows = (panel: Panel): Content[][] =>
  referenceCells(panel).map(({ name, n, scratch, mean, runs }) => {
    const grey = (text: string) => html`<span class="muted">${text}</span>`;
    return [
      panel.dataset,
      panel.backbone,
      panel.task,
      metricNoun(panel),
      grey(name),
      grey(count(n)),
      grey(scratch === null ? '–' : metricText(panel, scratch)),
      grey(metricText(panel, mean)),
      ...['–', '–', '–', '–'],
      html`<span class="tag">reference</span>`,
      grey(String(runs.length)),
    ];
  });

function notes(report: Report, allCells: readonly JudgedCell[]): Markup {
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
    ${
      of('not fitted')
        ? html`<p class="note">
            <em>Not fitted</em>: a run that the row rests on did not learn its own training images:
            it was trained too briefly to judge labels by, so that n̂ and U are left out.
          </p>`
        : null
    }
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
