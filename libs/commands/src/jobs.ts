import { jsonFlag, readFlags } from '@nhat/documents';
import { readNodeRecord } from '@nhat/runner/node-record';
import { jobName, readClusterOptions, realIo, workspaceJobs } from '@nhat/slurm';

/** `nx jobs slurm [--json]`: the jobs of this workspace that wait or run on the cluster. Returns 1 when Slurm does not answer. */
export async function main(args: string[]): Promise<number> {
  const { json } = readFlags('nx jobs slurm', args, jsonFlag);
  const root = process.cwd();
  const jobs = await workspaceJobs(
    realIo(root, process.env, readClusterOptions(root)),
    jobName(root),
  );
  if (!Array.isArray(jobs)) {
    process.stderr.write(
      `slurm: squeue gave no answer (${jobs.silence}); the jobs, if there are any, go on. Ask again.\n`,
    );
    return 1;
  }
  const named = jobs.map(({ records, ...job }) => ({
    ...job,
    nodes: records.map((record) => nameOf(root, record)),
  }));
  process.stdout.write(json ? `${JSON.stringify(named, null, 2)}\n` : `${textOf(named)}\n`);
  return 0;
}

/** The name of the node; the digest where its record was swept. */
function nameOf(root: string, record: string): string {
  try {
    return readNodeRecord(root, record).name;
  } catch {
    return record;
  }
}

interface NamedJob {
  id: string;
  state: string;
  reason: string;
  host: string;
  nodes: string[];
}

function textOf(jobs: readonly NamedJob[]): string {
  if (jobs.length === 0) return 'No job of this workspace waits or runs.';
  const rows = jobs.map(({ id, state, reason, host, nodes }) =>
    [id.padEnd(10), state.padEnd(10), (host || reason).padEnd(12), nodes.join(', ')].join('  '),
  );
  const count = jobs.length === 1 ? 'A job' : `${jobs.length} jobs`;
  return [...rows, `${count}. To end them: npx nx cancel slurm`].join('\n');
}
