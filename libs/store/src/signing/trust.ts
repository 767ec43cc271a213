import { readTeam } from './team-file';
import { makeWriter, readWriter } from './writer-key';
import type { Writer } from './writer-identity';

/** Whom a workspace trusts, and as whom it publishes. */
export interface Trust {
  /** Who signs what this process publishes. Throws a UserError when no key can be made. */
  writer(): Writer;
  /** Name of a trusted writer, by the id; undefined for anybody else. Throws a UserError for a broken list. */
  nameOf(id: string): string | undefined;
}

/** The trust of the workspace at `root`: this user, and the writers of `nhat-team.json`. Read once, when first needed. */
export function workspaceTrust(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
): Trust {
  let team: Map<string, string> | undefined;
  let own: Writer | undefined;
  return {
    writer: () => (own ??= makeWriter(environment)),
    nameOf(id) {
      team ??= new Map(readTeam(root).map(({ name, key }) => [key, name]));
      own ??= readWriter(environment);
      return id === own?.id ? 'you' : team.get(id);
    },
  };
}
