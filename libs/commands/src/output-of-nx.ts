import { ownOptions } from './command-line';

/** Whether a user asked for the output of Nx itself: by a style, or by its verbose log. */
export function wantsOutputOfNx(
  commandLine: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  if (environment['NX_DEFAULT_OUTPUT_STYLE']) return true;
  if (environment['NX_VERBOSE_LOGGING'] === 'true' || environment['NX_TUI'] === 'true') return true;
  return ownOptions(commandLine).some((name) => ['outputStyle', 'verbose', 'tui'].includes(name));
}
