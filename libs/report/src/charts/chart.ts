/** A chart as data: a Vega-Lite specification whose numbers are all computed beforehand. */
export interface Chart {
  /** File name without extension, unique within a report. */
  name: string;
  title: string;
  /** The title where the dataset is clear. */
  heading: string;
  /** The text alternative: what a reader who cannot see the chart should know. */
  description: string;
  /** What the marks mean, in a sentence or two. */
  caption: string;
  spec: VegaLiteSpec;
  table: Table;
  /** All numbers of the chart, one object a row. */
  data: Record<string, string | number | boolean | null>[];
}

export type VegaLiteSpec = Record<string, unknown>;

/** The same numbers for reading. */
export interface Table {
  headings: string[];
  rows: string[][];
}
