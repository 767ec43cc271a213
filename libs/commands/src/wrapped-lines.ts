const WIDTH = 80;

/** A point of a list. */
export const item = (text: string): string[] => {
  const [first = '', ...rest] = wrapped(text, WIDTH - 4);
  return [`  - ${first}`, ...rest.map((line) => `    ${line}`)];
};

/** Lines of at most `width` characters; a longer word has a line of its own. */
export function wrapped(text: string, width = WIDTH): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
