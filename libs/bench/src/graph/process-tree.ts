import { readFileSync, readdirSync } from 'node:fs';

/** `resident` counts a page in each process that has it, `proportional` only its share of it. */
export type MemoryKind = 'resident' | 'proportional';

/** MB of a process and everything it started; 0 where there is no /proc. */
export function treeMegabytes(pid: number, kind: MemoryKind = 'resident'): number {
  const processes = readProcesses(kind);
  const children = new Map<number, number[]>();
  for (const [id, { parent }] of processes) {
    children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  const sum = (id: number): number =>
    (processes.get(id)?.megabytes ?? 0) +
    (children.get(id) ?? []).reduce((total, child) => total + sum(child), 0);
  return sum(pid);
}

function readProcesses(kind: MemoryKind): Map<number, { parent: number; megabytes: number }> {
  const found = new Map<number, { parent: number; megabytes: number }>();
  for (const name of list()) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      found.set(Number(name), { parent: Number(fields[1]), megabytes: megabytesOf(name, kind) });
    } catch {
      // It ended meanwhile.
    }
  }
  return found;
}

function megabytesOf(process: string, kind: MemoryKind): number {
  if (kind === 'resident') {
    const pages = Number(readFileSync(`/proc/${process}/statm`, 'utf8').split(' ')[1]);
    return (pages * 4096) / 2 ** 20;
  }
  const rollup = readFileSync(`/proc/${process}/smaps_rollup`, 'utf8');
  return Number(/^Pss: +(\d+) kB/m.exec(rollup)![1]) / 1024;
}

function list(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
