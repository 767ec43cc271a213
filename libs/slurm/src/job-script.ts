/** Seconds before the time limit at which a task stops its node, which goes on from its last checkpoint. */
export const SECONDS_BEFORE_LIMIT = 90;

/** How often Slurm may queue a task again, by the time limit or because a machine failed. */
const MOST_RESTARTS = 50;

export interface ScriptFacts {
  /** Folder of the workspace, the same on all machines. */
  root: string;
  token: string;
  /** The program that runs JavaScript on the compute nodes. */
  node: string;
  /** The TypeScript loader and the entry that runs the node which NHAT_NODE names, from the root. */
  entry: readonly string[];
  prepare: readonly string[];
}

/**
 * The bash script of an array. A task runs the nodes of its list one after the other, each with a log of its own, and notes their
 * exit statuses. Before the time limit it stops its node and is queued again; nodes that have ended are passed over then.
 */
export function jobScript({ root, token, node, entry, prepare }: ScriptFacts): string {
  const run = [node, ...entry].map(quoted).join(' ');
  return `#!/usr/bin/env bash
cd ${quoted(root)} || exit 1
cd .nhat/slurm/batches/${token} && place=$PWD && cd - >/dev/null || exit 1
export NHAT_EXECUTOR=own-process
unset NX_INVOCATION_ROOT_PID
${prepare.join('\n')}
near_limit=
trap 'near_limit=1; kill -TERM "$child" 2>/dev/null' USR2
again() {
  [ "\${SLURM_RESTART_COUNT:-0}" -lt ${MOST_RESTARTS} ] || exit 1
  scontrol requeue "\${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
  exit 0
}
while IFS= read -r record; do
  [ -s "$place/$record.end" ] && continue
  [ "$near_limit" ] && again
  NHAT_NODE=$record ${run} >>"$place/$record.log" 2>>"$place/$record.err" &
  child=$!
  status=
  while wait "$child"; status=$?; kill -0 "$child" 2>/dev/null; do :; done
  [ "$near_limit" ] && [ "$status" -ne 0 ] && again
  printf '%s\\n' "$status" >"$place/$record.end.part" && mv "$place/$record.end.part" "$place/$record.end"
done <"$place/$SLURM_ARRAY_TASK_ID.list"
`;
}

const quoted = (text: string): string => `'${text.replace(/'/g, `'\\''`)}'`;
