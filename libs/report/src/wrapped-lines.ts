/**
 * A text in lines of at most `columns` characters, each indented; a longer word has a line of its own. Breaks at spaces, but neither before
 * a percent sign nor beside `<` and `>`. No line for an empty text.
 */
export function wrappedLines(text: string, columns = 80, indent = ''): string[] {
  const lines: string[] = [];
  for (const word of text.trim().split(/(?<![<>]) (?![%<>])/)) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= columns) lines[lines.length - 1] = longer;
    else if (word !== '') lines.push(indent + word);
  }
  return lines;
}

/** As `wrappedLines`, with `start` before the first line; the others begin below the text beside it. */
export function hangingLines(start: string, text: string, columns = 80): string[] {
  const [first = '', ...rest] = wrappedLines(text, columns, ' '.repeat(start.length));
  return [`${start}${first.slice(start.length)}`.trimEnd(), ...rest];
}
