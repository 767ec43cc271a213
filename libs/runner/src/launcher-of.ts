import { UserError, unknownName } from '@nhat/documents';
import type { Launcher } from './launcher';
import * as list from './launchers';

const launchers: readonly Launcher[] = Object.values(list);

/** The launcher that NHAT_EXECUTOR names; the worker when it is unset or empty. Throws a UserError for an unknown name. */
export function launcherOf(environment: Record<string, string | undefined>): Launcher {
  const name = environment['NHAT_EXECUTOR'] || list.worker.name;
  const launcher = launchers.find((other) => other.name === name);
  if (launcher !== undefined) return launcher;
  const names = launchers.map((other) => other.name);
  throw new UserError(unknownName('NHAT_EXECUTOR', name, names));
}
