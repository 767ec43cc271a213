/** Returns a function that passes each distinct line to `warn` once. */
export function eachOnce(warn: (line: string) => void): (line: string) => void {
  const warned = new Set<string>();
  return (line) => {
    if (!warned.has(line)) warn(line);
    warned.add(line);
  };
}
