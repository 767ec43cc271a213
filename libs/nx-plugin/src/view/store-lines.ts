import { linesOfTask } from './failure-lines';

/** What is the same in lines about the same fault of a store, which name other entries and nodes. */
const FAULT =
  /is not available for uploads|is not available|is damaged|may not be read|count as absent|has another result there|no copies are kept/;

/**
 * What nodes said about a store that is not as it should be: of each fault the first line, because each process of a run says it. A line
 * begins with `store: `. `logs` is what the processes of each node printed in this run.
 */
export function storeLines(logs: readonly string[]): string[] {
  const first = new Map<string, string>();
  for (const line of logs.flatMap(linesOfTask).filter((text) => text.startsWith('store: '))) {
    const fault = FAULT.exec(line)?.[0] ?? line;
    if (!first.has(fault)) first.set(fault, line);
  }
  return [...first.values()];
}
