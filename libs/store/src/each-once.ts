/** Passes on each line only the first time. */
export function eachOnce(warn: (line: string) => void): (line: string) => void {
  const warned = new Set<string>();
  return (line) => {
    if (!warned.has(line)) warn(line);
    warned.add(line);
  };
}
