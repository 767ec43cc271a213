import { spawn } from 'node:child_process';
import fs from 'node:fs';

export interface CommandOptions {
  /** Hard limit; the command is killed after it. */
  timeoutMs: number;
  /** Everything the command prints is appended here. */
  log: string;
  env?: Record<string, string>;
  /** Kill it when this number stands still for `stallMs`, e.g. the bytes downloaded so far. */
  progress?: () => number;
  stallMs?: number;
}

export interface CommandResult {
  ok: boolean;
  stdout: string;
  stderr: string;
  /** Why it failed, in a few words; empty when it worked. */
  why: string;
}

/** Runs a command that may hang or be missing; never throws. */
export function runCommand(
  command: string,
  args: readonly string[],
  { timeoutMs, log, env = {}, progress, stallMs = 90_000 }: CommandOptions,
): Promise<CommandResult> {
  fs.appendFileSync(log, `\n$ ${command} ${args.join(' ')}\n`);
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let stdout = '';
    let stderr = '';
    let killed = '';
    const kill = (why: string) => {
      killed = why;
      child.kill('SIGKILL');
    };
    const limit = setTimeout(() => kill(`took longer than ${timeoutMs / 1000} s`), timeoutMs);
    const watch = progress && watchProgress(progress, stallMs, kill);
    const finish = (result: CommandResult) => {
      clearTimeout(limit);
      clearInterval(watch);
      resolve(result);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      fs.appendFileSync(log, chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      fs.appendFileSync(log, chunk);
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      finish({
        ok: false,
        stdout,
        stderr,
        why: error.code === 'ENOENT' ? 'not found' : error.message,
      });
    });
    child.on('close', (code, signal) => {
      const why = killed || (code === 0 ? '' : lastLine(stderr) || `ended by ${signal ?? code}`);
      finish({ ok: why === '', stdout, stderr, why });
    });
  });
}

function watchProgress(progress: () => number, stallMs: number, kill: (why: string) => void) {
  let [seen, since] = [progress(), performance.now()];
  return setInterval(() => {
    const now = progress();
    if (now !== seen) [seen, since] = [now, performance.now()];
    else if (performance.now() - since > stallMs) kill(`nothing came for ${stallMs / 1000} s`);
  }, 1000);
}

/** The most telling line of an error output: the last that names an error, else the last. */
function lastLine(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const error = lines.findLast((line) => /error/i.test(line));
  return (error ?? lines.at(-1) ?? '').slice(0, 200);
}
