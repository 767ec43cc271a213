/** Lines at the end of a terminal that are drawn again and again. */
export interface TerminalLines {
  /** Replaces the lines; each must be shorter than the terminal is wide. */
  show(lines: readonly string[]): void;
  /** Removes the lines, so that the next text takes their place. */
  clear(): void;
}

/** `write` takes text and control sequences; each frame is one write. */
export function terminalLines(write: (text: string) => void): TerminalLines {
  let height = 0;
  const upAndClear = () => (height > 0 ? `\u001b[${height}A\r\u001b[J` : '');
  return {
    show(lines) {
      write(`${upAndClear()}${lines.map((line) => `${line}\n`).join('')}`);
      height = lines.length;
    },
    clear() {
      if (height > 0) write(upAndClear());
      height = 0;
    },
  };
}
