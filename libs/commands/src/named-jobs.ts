import { readNodeRecord } from '@nhat/runner/node-record';
import { jobName, workspaceJobs } from '@nhat/slurm';
import type { ClusterIo, WorkspaceJob } from '@nhat/slurm';

/** A job of this workspace that waits or runs, with the names of its nodes. */
export interface NamedJob extends Omit<WorkspaceJob, 'records'> {
  nodes: string[];
}

/** `A job`, `3 jobs`: the subject of a sentence. */
export const jobsText = (count: number): string => (count === 1 ? 'A job' : `${count} jobs`);

/** The jobs of the workspace at `root` that wait or run; or why Slurm did not answer. */
export async function namedJobs(
  root: string,
  io: ClusterIo,
): Promise<NamedJob[] | { silence: string }> {
  const jobs = await workspaceJobs(io, jobName(root));
  if (!Array.isArray(jobs)) return jobs;
  return jobs.map(({ records, ...job }) => ({
    ...job,
    nodes: records.map((record) => nameOf(root, record)),
  }));
}

/** The name of the node; the digest where its record was swept. */
function nameOf(root: string, record: string): string {
  try {
    return readNodeRecord(root, record).name;
  } catch {
    return record;
  }
}
