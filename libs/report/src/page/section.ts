import type { Chart } from '../charts/chart';
import type { Panel, Report } from '../report';
import { html } from './markup';
import type { Markup } from './markup';

/** A chart with its SVG and its numbers as CSV. */
export interface DrawnChart extends Chart {
  svg: string;
  csv: string;
}

/** Data that a section may show besides the report: the charts of every panel, in the order of the report. */
export interface PageContext {
  drawn: readonly { panel: Panel; charts: readonly DrawnChart[] }[];
}

/** A part of the page with a heading and an entry in the contents. */
export interface Section {
  /** The anchor, unique on the page. */
  id: string;
  /** The heading, and the text of the entry in the contents. */
  title: string;
  /**
   * The body without its heading. Null where the report has no data for it; then the section is absent from page and contents.
   */
  render(report: Report, context: PageContext): Markup | null;
}

/** The contents list and the body, from one list of sections. */
export function renderSections(
  sections: readonly Section[],
  report: Report,
  context: PageContext,
): { contents: Markup; body: Markup } {
  const shown = sections.flatMap(({ id, title, render }) => {
    const content = render(report, context);
    return content === null ? [] : [{ id, title, content }];
  });
  return {
    contents: html`<nav aria-label="Contents">
      <ul>
        ${shown.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
      </ul>
    </nav>`,
    body: html`${shown.map(
      ({ id, title, content }) =>
        html`<section id="${id}">
          <h2>${title}</h2>
          ${content}
        </section> `,
    )}`,
  };
}
