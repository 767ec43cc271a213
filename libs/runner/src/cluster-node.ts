import { thisProcess, writeSilence } from '@nhat/live';
import type { Silence } from '@nhat/live';
import { SlurmDriver, jobName, readClusterOptions, realIo } from '@nhat/slurm';
import type { NodeEnd } from '@nhat/slurm';
import { readArtifact } from './artifact-folder';
import { LOADER, NODE_ENTRY } from './entry';
import { hostLabel } from './host-label';
import type { NodeRecord } from './node-record';
import { NeedsOwnProcess } from './own-process';
import type { RunContext } from './run-context';
import { runNode } from './run-node';
import { stageUses } from './stage-uses';
import { slurm } from './launchers/slurm';

/** The driver of the cluster that NHAT_EXECUTOR asks for, with the options in NHAT_CLUSTER over those of the file; undefined where it asks for none. Throws a UserError for a faulty nhat-cluster.json. */
export function clusterOf(root: string, environment: NodeJS.ProcessEnv): SlurmDriver | undefined {
  if (environment['NHAT_EXECUTOR'] !== slurm.name) return undefined;
  const options = readClusterOptions(root, environment['NHAT_CLUSTER']);
  const site = {
    ...{ root, jobName: jobName(root), options },
    ...{ node: process.execPath, entry: [LOADER, NODE_ENTRY] },
  };
  const uses = stageUses(root);
  const io = realIo(root, environment, options);
  const silence = silenceKeeper(root, environment);
  return new SlurmDriver(io, site, (stage) => uses.get(stage), silence);
}

/** Keeps on the disk, for the view of the run and for `nx status`, that the cluster gives no answer, and why. */
function silenceKeeper(root: string, environment: NodeJS.ProcessEnv) {
  const owner = thisProcess(hostLabel(environment));
  const run = environment['NHAT_VIEW'] || String(owner.pid);
  let last: Silence | undefined;
  return (reason: string | undefined): void => {
    if (reason === undefined && last === undefined) return;
    const updated = new Date().toISOString();
    const silence = { ...{ ...owner, run, since: updated, reason: '' }, ...last, updated };
    const said = { ...silence, reason: reason ?? silence.reason, isOver: reason === undefined };
    writeSilence(root, said);
    last = said.isOver ? undefined : said;
  };
}

/** Runs a node here if its code needs no packages or its result is in the store, else as a job. `print` takes text of its log. */
export async function runOnCluster(
  node: NodeRecord,
  record: string,
  context: RunContext,
  cluster: SlurmDriver,
  print: (text: string) => void,
): Promise<NodeEnd> {
  const { root, store, progress, live } = context;
  const here = () => runNode(node, { ...context, plainOnly: true });
  try {
    await here();
    return { status: 0, message: '' };
  } catch (error) {
    if (!(error instanceof NeedsOwnProcess) || error.key === undefined) throw error;
    const { key } = error;
    const end = await cluster.run({
      ...{ record, name: node.name, stage: node.stage },
      isDone: async () => (await store.find(key, { whole: true })) !== undefined,
      waits: (job) => live?.queued(job),
      runs: () => live?.leave(),
      note: (line) => progress.note(line),
      log: print,
    });
    if (end.status === 0) live?.end();
    else live?.fail(end.message.trimEnd());
    if (end.status === 0 && !hasArtifact(root, node.name, key)) await here();
    return end;
  }
}

/** Whether the job left the result in `artifacts/` too, where this machine sees it already. */
function hasArtifact(root: string, name: string, key: string): boolean {
  try {
    return readArtifact(root, name).actionKey === key;
  } catch {
    return false;
  }
}
