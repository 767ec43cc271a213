import { readFileSync, readdirSync } from 'node:fs';

/** Resident MB of a process and everything it started; 0 where there is no /proc. */
export function treeMegabytes(pid: number): number {
  const processes = readProcesses();
  const children = new Map<number, number[]>();
  for (const [id, { parent }] of processes) {
    children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  const sum = (id: number): number =>
    (processes.get(id)?.megabytes ?? 0) +
    (children.get(id) ?? []).reduce((total, child) => total + sum(child), 0);
  return sum(pid);
}

function readProcesses(): Map<number, { parent: number; megabytes: number }> {
  const found = new Map<number, { parent: number; megabytes: number }>();
  for (const name of list()) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const pages = Number(readFileSync(`/proc/${name}/statm`, 'utf8').split(' ')[1]);
      found.set(Number(name), { parent: Number(fields[1]), megabytes: (pages * 4096) / 2 ** 20 });
    } catch {
      // It ended meanwhile.
    }
  }
  return found;
}

function list(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
