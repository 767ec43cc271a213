/** A chart as data: a Vega-Lite specification whose numbers are all computed beforehand. */
export interface Chart {
  /** File name without extension, unique within a report. */
  name: string;
  title: string;
  /** The title within a section that already names the dataset. */
  heading: string;
  /** The text alternative for readers who cannot see the chart. */
  description: string;
  /** Explains the marks in a sentence or two. */
  caption: string;
  spec: VegaLiteSpec;
  /** All numbers of the chart, one object a row. */
  data: Record<string, string | number | boolean | null>[];
}

export type VegaLiteSpec = Record<string, unknown>;
