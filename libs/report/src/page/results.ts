import { commonNoun, gapText, isShare, metricNoun, metricText } from '../metric';
import { unique } from '../naming';
import { count, percent } from '../number-format';
import { outcome } from '../outcome';
import type { Outcome } from '../outcome';
import { intervalText, nHatText, utilityText } from '../point-text';
import type { Report } from '../report';
import { cells, restsOnUnfitted } from '../rows';
import type { Cell } from '../rows';
import { html } from './markup';
import type { Content, Markup } from './markup';
import { table } from './table';

const words: Record<Outcome, string> = {
  saves: 'saves labels',
  costs: 'costs labels',
  unclear: 'unclear',
  flat: 'scratch is flat',
  unknown: 'one run',
};

/** All utilities of the pipeline. */
export function results(report: Report): Markup {
  const context = contextOf(report);
  const columns = [
    ...context.map(({ heading, same }) => ({ heading, text: true, spare: same !== null })),
    { heading: 'labels n' },
    { heading: 'scratch' },
    { heading: 'finetuned' },
    { heading: 'gap' },
    { heading: 'n̂' },
    { heading: 'U', strong: true },
    { heading: `${percent(report.coverage, 0)} interval of U` },
    { heading: 'status', text: true },
    { heading: 'seeds' },
  ];
  const all = cells(report);
  const same = context.flatMap((column) => column.same ?? []);
  const caption = html`${same.length > 0 ? `${same.join(', ')}. ` : null}Utility of pretraining, U =
    n̂/n − 1. What the columns mean: <a href="#how">how it was computed</a>.`;
  return html`<section id="results">
    <h2>Results</h2>
    ${table(caption, columns, all.map(row), { wide: true, groupBy: 5 })} ${notes(report, all)}
  </section>`;
}

/** Dataset, backbone, task, metric and method; `same`: the one value that all rows share. */
function contextOf({ panels }: Report): { heading: string; same: string | null }[] {
  const values = {
    dataset: panels.map(({ dataset }) => dataset),
    backbone: panels.map(({ backbone }) => backbone),
    task: panels.map(({ task }) => task),
    metric: panels.map(metricNoun),
    method: panels.flatMap(({ comparisons }) => comparisons.map(({ method }) => method)),
  };
  return Object.entries(values).map(([heading, all]) => {
    const [only, ...others] = unique(all);
    return { heading, same: others.length === 0 ? only! : null };
  });
}

function row(cell: Cell): Content[] {
  const { panel, comparison, point } = cell;
  const answer = outcome(cell);
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
    nHatText(point),
    restsOnUnfitted(cell)
      ? html`${utilityText(point)}<a href="#unfitted">×</a>`
      : utilityText(point),
    intervalText(point) ?? 'none',
    html`<span class="tag ${answer}">${words[answer]}</span
      >${point.status === 'exact' ? null : html` <span class="tag">bound</span>`}`,
    String(point.seeds),
  ];
}

function notes(report: Report, all: readonly Cell[]): Markup {
  const censored = all.some(
    ({ point }) => point.status !== 'exact' || point.lowOpen || point.highOpen,
  );
  const unfitted = all.some(restsOnUnfitted);
  return html`<p class="note">
      Gap: ${report.panels.every(isShare) ? 'points of ' : null}${commonNoun(report)} that
      pretraining gains at n labels. <em>Saves</em> and <em>costs</em> mean that the whole interval
      lies above or below 0; <em>unclear</em>, that 0 is
      inside.${
        censored
          ? ' A figure with > or < is a bound: scratch was not trained on more, or fewer, labels than that.'
          : null
      }
    </p>
    ${
      unfitted
        ? html`<p class="note" id="unfitted">
            × rests on a run that did not learn its own training images: it was trained too briefly
            to judge labels by.
          </p>`
        : null
    }`;
}
