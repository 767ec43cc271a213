import { outcomesText } from '../claim-text';
import { clockText } from '../cost-table';
import { lead } from '../lead';
import { duration } from '../number-format';
import type { Report } from '../report';
import { html } from './markup';
import type { Markup } from './markup';
import type { Section } from './section';

/** The expectation and the cost in the pipeline document beside the measured ones; absent where the document states neither. */
export const expectedVsFound: Section = { id: 'expected', title: 'Expected and found', render };

function render(report: Report): Markup | null {
  if (report.expected === '' && report.cost === '') return null;
  const { headline, figures } = lead(report);
  const seconds = report.stages.reduce((sum, stage) => sum + stage.seconds, 0);
  return html`<dl>
    ${
      report.expected === ''
        ? null
        : html`<dt>Expected</dt>
            <dd>${report.expected}</dd>
            <dt>Found</dt>
            <dd>${[outcomesText(report.claims), headline, figures].filter(Boolean).join(' ')}</dd>`
    }${
      report.cost === ''
        ? null
        : html` <dt>Cost, as stated</dt>
            <dd>${report.cost}</dd>
            <dt>Cost, measured</dt>
            <dd>
              ${duration(seconds)} of processes, summed over the nodes (<a href="#cost">by stage</a
              >);
              ${
                report.clock
                  ? `${clockText(report.clock)} by the clock, because nodes ran side by side.`
                  : 'how long it took by the clock is not recorded.'
              }
            </dd>`
    }
  </dl>`;
}
