/** How the text of a CSV file begins. */
export interface CsvStart {
  /** The table, without a byte order mark and without the line of Excel. */
  text: string;
  /** What separates the cells. */
  delimiter: string;
  /** Lines of the file before `text`. */
  skipped: number;
}

/** How lines may end, also in one file that several programs wrote; a reader of CSV takes the first end for that of each line otherwise. */
export const LINE_ENDS = ['\r\n', '\n', '\r'];

const DELIMITERS = [',', ';', '\t'] as const;
/** Excel writes the delimiter as a line of its own where the name of the file does not give it. */
const EXCEL_DELIMITER = /^sep=(.)(?:\r\n?|\n)/i;

/**
 * Passes over a byte order mark and a first line `sep=;`. Cells are separated by what that line says, else by commas, semicolons or
 * tabs, whichever the first row has most of outside its quotes.
 */
export function csvStart(content: string): CsvStart {
  const text = content.replace(/^\ufeff/, '');
  const [line = '', stated] = EXCEL_DELIMITER.exec(text) ?? [];
  return {
    text: text.slice(line.length),
    delimiter: stated ?? delimiterOf(text),
    skipped: line === '' ? 0 : 1,
  };
}

function delimiterOf(text: string): string {
  const [first = ''] = text.trimStart().split(/\r|\n/, 1);
  const unquoted = first.replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => unquoted.split(delimiter).length;
  return DELIMITERS.reduce((most, one) => (count(one) > count(most) ? one : most));
}
