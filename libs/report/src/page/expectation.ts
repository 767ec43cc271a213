import { lead } from '../lead';
import { duration } from '../number-format';
import type { Report } from '../report';
import { html } from './markup';
import type { Markup } from './markup';

/** What the pipeline document promised, beside what came out. */
export function expectation(report: Report): Markup | null {
  if (report.expected === '' && report.cost === '') return null;
  const { headline, figures } = lead(report);
  const seconds = report.stages.reduce((sum, stage) => sum + stage.seconds, 0);
  return html`<section id="expected">
    <h2>Expected and found</h2>
    <dl>
      ${
        report.expected === ''
          ? null
          : html`<dt>Expected</dt>
              <dd>${report.expected}</dd>
              <dt>Found</dt>
              <dd>${headline} ${figures}</dd>`
      }${
        report.cost === ''
          ? null
          : html` <dt>Cost, as stated</dt>
              <dd>${report.cost}</dd>
              <dt>Cost, measured</dt>
              <dd>
                ${duration(seconds)} of one process (<a href="#cost">by stage</a>); nodes that run
                side by side share the wall clock.
              </dd>`
      }
    </dl>
  </section>`;
}
