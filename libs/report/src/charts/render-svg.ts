import { View, parse, resetSVGDefIds, textMetrics } from 'vega';
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
  const view = new View(parse(compiled(spec)), { renderer: 'none', logLevel: 0 });
  await view.runAsync();
  resetSVGDefIds();
  const svg = await view.toSVG();
  view.finalize();
  return labelled(leanSvg(oneDecimal(svg)), title, description)
    .replace(/\bid="([\w-]+)"/g, `id="${name}-$1"`)
    .replace(/url\(#([\w-]+)\)/g, `url(#${name}-$1)`);
}

const compiledOf = new Map<string, { data?: object[] }>();

/** The specification for Vega. Charts that differ in their numbers alone are compiled once, because that takes half of the time. */
function compiled({ datasets, ...rest }: Chart['spec']): object {
  const tables = datasets as Record<string, object[]>;
  const key = JSON.stringify(rest);
  const known = compiledOf.get(key);
  const spec =
    known ?? compile(structuredClone({ datasets, ...rest }) as unknown as TopLevelSpec).spec;
  compiledOf.set(key, spec as { data?: object[] });
  const data = (spec.data ?? []).map((one) =>
    'name' in one && tables[one.name as string]
      ? { ...one, values: tables[one.name as string] }
      : one,
  );
  return { ...structuredClone({ ...spec, data: [] }), data: structuredClone(data) };
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
