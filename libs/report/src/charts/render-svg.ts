import { View, parse, resetSVGDefIds, textMetrics } from 'vega';
import type { Runtime } from 'vega';
import { compile } from 'vega-lite';
import type { TopLevelSpec } from 'vega-lite';
import { escapeText } from '../escape-text';
import type { Chart } from './chart';
import { leanSvg } from './lean-svg';
import { textWidth } from './text-width';

interface TextItem {
  text?: unknown;
  fontSize?: number;
}

// Vega exports it, but its types lack it.
declare module 'vega' {
  export const textMetrics: { width: (item: TextItem, text?: string) => number };
}

/**
 * Renders the SVG of a chart, with the same bytes on every machine. Vega numbers clip paths over the life of the process and
 * measures text with a canvas if it finds one; both are fixed here. The ids contain the chart's name, so that many charts fit
 * on one page.
 */
export async function renderSvg({ name, title, description, spec }: Chart): Promise<string> {
  textMetrics.width = (item, text) =>
    textWidth(String(text ?? item.text ?? ''), item.fontSize ?? 11);
  const { datasets, ...rest } = spec;
  const view = new View(dataflowOf(rest), { renderer: 'none', logLevel: 0 });
  for (const [table, rows] of Object.entries(datasets as Record<string, object[]>)) {
    // Vega marks the rows that it is given as its own.
    view.data(table, structuredClone(rows));
  }
  await view.runAsync();
  resetSVGDefIds();
  const svg = await view.toSVG();
  view.finalize();
  return labelled(leanSvg(oneDecimal(svg)), title, description)
    .replace(/\bid="([\w-]+)"/g, `id="${name}-$1"`)
    .replace(/url\(#([\w-]+)\)/g, `url(#${name}-$1)`);
}

const dataflows = new Map<string, Runtime>();

/** The dataflow of a specification. Charts that differ in their numbers alone share one, because it takes half of the time to make. */
function dataflowOf(spec: Omit<Chart['spec'], 'datasets'>): Runtime {
  const key = JSON.stringify(spec);
  const known =
    dataflows.get(key) ?? parse(compile(structuredClone(spec) as unknown as TopLevelSpec).spec);
  dataflows.set(key, known);
  return known;
}

/** Rounds coordinates to a tenth of a pixel: nobody sees finer digits, and the last ones differ between JavaScript engines. */
const oneDecimal = (svg: string): string =>
  svg.replace(/<[^>]+>/g, (tag) =>
    tag.replace(/-?\d*\.\d{2,}(e-?\d+)?/g, (number) =>
      String(Number(Number(number).toFixed(1)) + 0),
    ),
  );

/** Gives the whole SVG one name and one description, because screen readers would otherwise read hundreds of parts. */
function labelled(svg: string, title: string, description: string): string {
  const [, open, content] = /^<svg([^>]*)>(.*)$/s.exec(svg)!;
  const attributes = open!
    .replace(' version="1.1" class="marks"', '')
    .replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', '');
  const label = escapeText(`${title}. ${description}`);
  return `<svg${attributes} role="img" aria-label="${label}"><title>${escapeText(title)}</title>${content}`;
}
