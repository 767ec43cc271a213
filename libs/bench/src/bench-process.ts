import { spawn, spawnSync } from 'node:child_process';
import readline from 'node:readline';

/** A process that answers lines with lines of JSON; it sleeps in between, so two of them do not disturb each other. */
export interface BenchProcess {
  /** What it said first. */
  name: string;
  ask<T>(line: string): Promise<T>;
  end(): void;
}

/** Starts it, pinned to one core where `taskset` is available. */
export async function startBench(
  command: string,
  args: string[],
  core: number,
): Promise<BenchProcess> {
  const pinned = hasTaskset() ? ['taskset', '-c', String(core)] : [];
  const [program, ...rest] = [...pinned, command, ...args];
  const child = spawn(program!, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const failed = new Promise<never>((_, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      reject(new Error(`${command} ended with ${signal ?? code}`)),
    );
  });
  failed.catch(() => undefined);
  const read = async <T>(): Promise<T> => {
    const { value, done } = await Promise.race([lines.next(), failed]);
    if (done) throw new Error(`${command} ended`);
    return JSON.parse(value as string) as T;
  };
  const { name } = await read<{ name: string }>();
  return {
    name,
    ask(line) {
      child.stdin.write(`${line}\n`);
      return read();
    },
    end: () => child.stdin.end(),
  };
}

const hasTaskset = () => spawnSync('taskset', ['--version']).status === 0;

/** `$NHAT_PYTHON` or python3, if it has torch. */
export function pythonWithTorch(): string | undefined {
  const python = process.env['NHAT_PYTHON'] || 'python3';
  const code = 'import importlib.util as u, sys; sys.exit(u.find_spec("torch") is None)';
  return spawnSync(python, ['-c', code], { timeout: 20_000 }).status === 0 ? python : undefined;
}
