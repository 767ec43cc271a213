import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs a program on a pseudo terminal of this width, and passes on what is typed and what appears. */
const SCRIPT = `
import fcntl, os, pty, select, struct, sys, termios
columns, command = int(sys.argv[1]), sys.argv[2:]
pid, master = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack('HHHH', 30, columns, 0, 0))
    os.execvp(command[0], command)
fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack('HHHH', 30, columns, 0, 0))
inputs = [master, 0]
while master in inputs:
    for ready in select.select(inputs, [], [])[0]:
        try:
            data = os.read(ready, 65536)
        except OSError:
            data = b''
        if not data:
            inputs.remove(ready)
        elif ready == master:
            os.write(1, data)
        else:
            os.write(master, data)
status = os.waitpid(pid, 0)[1]
sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
`;

export interface Terminal {
  /** Everything that appeared so far, with its control sequences. */
  text(): string;
  /** Types; \\x03 is Ctrl-C. */
  type(keys: string): void;
  /** Waits until the condition holds or the program ends. */
  until(condition: (text: string) => boolean): Promise<void>;
  ended: Promise<number | null>;
}

export function openTerminal(
  command: readonly string[],
  { cwd, env, columns }: { cwd: string; env: NodeJS.ProcessEnv; columns: number },
): Terminal {
  const child = spawn('python3', ['-c', SCRIPT, String(columns), ...command], {
    cwd,
    env: { ...env, TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  let isOver = false;
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'close').then(([status]) => {
    isOver = true;
    return status as number | null;
  });
  const text = () => Buffer.concat(chunks).toString('utf8');
  return {
    text,
    type: (keys) => void child.stdin.write(keys),
    async until(condition) {
      while (!condition(text()) && !isOver) await sleep(50);
    },
    ended,
  };
}

/** What a terminal shows after each write that drew: rows without trailing spaces. Throws for a sequence that it does not know. */
export function screens(text: string): string[][] {
  let rows = [''];
  let row = 0;
  let column = 0;
  const shown: string[][] = [];
  const put = (letter: string) => {
    const letters = [...(rows[row] ?? '').padEnd(column)];
    letters[column++] = letter;
    rows[row] = letters.join('');
  };
  for (const [token, count, kind] of text.matchAll(/\u001b\[(\d*)([A-Za-z])|[^]/gu)) {
    if (kind === 'A') row = Math.max(0, row - Number(count || 1));
    else if (kind === 'J') {
      shown.push([...rows]);
      rows = rows.slice(0, row + 1);
      rows[row] = [...rows[row]!].slice(0, column).join('');
    } else if (kind !== undefined) throw new Error(`unknown sequence ${JSON.stringify(token)}`);
    else if (token === '\r') column = 0;
    else if (token === '\n') {
      row++;
      rows[row] ??= '';
    } else put(token);
  }
  return [...shown, rows].map((screen) => screen.map((line) => line.trimEnd()));
}
