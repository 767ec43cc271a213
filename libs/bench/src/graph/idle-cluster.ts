import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Programs of a cluster that takes all jobs and begins none, name → text: `sbatch` writes down the array and the comment, and `squeue`
 * lists every task as waiting. `folder` is where they are.
 */
export function idleCluster(folder: string): Record<string, string> {
  const record = join(folder, 'jobs');
  return {
    sbatch: `#!/bin/sh
for word; do
  case $word in
    --array=0-*) last=\${word#--array=0-} ;;
    --comment=*) comment=\${word#--comment=} ;;
  esac
done
echo "$last $comment" >>'${record}'
grep -c . '${record}'
`,
    squeue: `#!/bin/sh
[ -f '${record}' ] || exit 0
awk '{ for (i = 0; i <= $1; i++) print NR "|" i "|PENDING|Priority||" $2 }' '${record}'
`,
  };
}

/** How many tasks were submitted. */
export function submittedJobs(folder: string): number {
  try {
    const lines = readFileSync(join(folder, 'jobs'), 'utf8').trim().split('\n');
    return lines.reduce((sum, line) => sum + Number(line.split(' ')[0]) + 1, 0);
  } catch {
    return 0;
  }
}
