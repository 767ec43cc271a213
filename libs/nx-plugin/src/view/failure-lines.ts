import { stripVTControlCharacters } from 'node:util';
import { alsoFailed, sameFailures } from '@nhat/live';

/** A task that failed. */
export interface FailedTask {
  /** The node, or the pipeline with its target. */
  name: string;
  /** What its processes printed, with what Nx added. */
  log: string;
  /** The message of the failure, where the node left it. */
  message?: string | undefined;
}

/** The most lines of a log that are printed. */
const TAIL = 10;

/** Lines that Nx adds to the log of a command. */
const OF_NX =
  /^(Warning: (command|run-commands command) .*exited with non-zero status code|> nx run .*|> .*\b(load\.cjs|run-node\.bash)\b.*)$/;

/** What the processes of a task printed: its log without what Nx adds, and without escape codes. */
export const linesOfTask = (log: string): string[] =>
  stripVTControlCharacters(log)
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => !OF_NX.test(line));

/**
 * What users read about a failure: the message, then the end of the log, if that has more than the message. Without a message the
 * log has the reason.
 */
export function failureLines({ name, log, message }: FailedTask): string[] {
  const printed = linesOfTask(log).filter((line) => line !== '');
  const said = new Set(message?.split('\n').map((line) => line.trimEnd()));
  const rest = endOf(printed.filter((line) => !said.has(line)));
  if (message === undefined)
    return rest.length > 0 ? rest : [`${name}: failed, and printed nothing`];
  return [
    message,
    ...(rest.length > 0 ? [`log of ${name}:`, ...rest.map((line) => `  ${line}`)] : []),
  ];
}

/** The last lines; where they begin within the stack of an error, its message comes before them, because it has the reason. */
function endOf(lines: readonly string[]): string[] {
  const last = Math.max(0, lines.length - TAIL);
  const message = lines.findLastIndex((line, at) => at <= last && !/^\s+at /.test(line));
  return lines.slice(Math.max(0, message));
}

/** The same for all tasks that failed: of several with the same message the first, and then the names of the others. */
export const failureTexts = (tasks: readonly FailedTask[]): string[] =>
  sameFailures(tasks, (task) => ({
    name: task.name,
    text: task.message ?? linesOfTask(task.log).join('\n'),
  })).map(([first, ...others]) =>
    [...failureLines(first), ...alsoFailed(others.map(({ name }) => name))].join('\n'),
  );
