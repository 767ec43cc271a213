import { userError } from '@nhat/documents';
import { MOST_TASKS } from '@nhat/documents/cluster-options';
import { errorPath, logPath, removeBatch, slurmLogPath } from './batches';
import type { Batch, BatchPlace } from './batches';
import type { ClusterIo } from './cluster-io';
import { KnownBatches, statusAt } from './known-batches';
import { accountedEnds, hasEnded, queuedTasks } from './queue';
import type { QueuedTask } from './queue';
import type { StageUse } from './resources';
import { submit } from './submit';
import type { Site } from './submit';
import { RETRIES, failureOf, failureText } from './task-end';
import type { Failure } from './task-end';
import type { ClusterNode, NodeEnd, Tracked } from './tracked';
import { arraysOf } from './waiting-arrays';
import type { WaitingArray } from './waiting-arrays';

/** Milliseconds in which requests are collected into one array. */
const COLLECT_MS = 500;
/** Milliseconds between two questions to Slurm: the first, growing by a third up to the largest. */
const FIRST_MS = 1000;
const MOST_WAITING_MS = 15_000;
const MOST_RUNNING_MS = 5000;
/** Files of other machines may appear so many milliseconds late. */
const LATE_FILES_MS = 30_000;
/** A task that Slurm does not list may so long be on its way into the queue or between two queues. */
const GONE_MS = 60_000;
/** People hear of a cluster that has given no answer for so many milliseconds; a busy one leaves single questions open. */
const SILENT_MS = 5000;
const LOG_LINES = 20;
const SUCCESS: NodeEnd = { status: 0, message: '' };
/** Reasons for which every task waits a while. */
const USUAL = new Set(['', 'None', 'Resources', 'Priority']);

/**
 * Runs nodes as tasks of Slurm arrays. What is submitted is written down before, and jobs carry its token, so that a driver that
 * was killed anywhere finds its tasks again when the same nodes are asked for: nothing is submitted twice. Only a result in the
 * store is success; the state of a task only explains its absence.
 */
export class SlurmDriver {
  private readonly tracked = new Map<string, Tracked>();
  private readonly batches: KnownBatches;
  private loop?: Promise<void>;
  private detached = false;
  /** When Slurm was first asked in vain, since its last answer. */
  private silentSince: number | undefined;
  private collectUntil = 0;
  private interval = FIRST_MS;

  constructor(
    private readonly io: ClusterIo,
    private readonly site: Site,
    private readonly used: (stage: string) => StageUse | undefined = () => undefined,
    /** Takes what Slurm says in the place of an answer, as long as that goes on, and undefined when it answers again. */
    private readonly silence: (reason: string | undefined) => void = () => undefined,
  ) {
    this.batches = new KnownBatches(io);
  }

  /**
   * Runs a node on the cluster, or waits for the task of an earlier driver that runs it. Rejects where files cannot be written or a
   * result cannot be looked for.
   */
  run(node: ClusterNode): Promise<NodeEnd> {
    return new Promise((end, reject) => {
      this.tracked.set(node.record, { node, end, reject, logRead: 0, tries: {}, memoryFactor: 1 });
      this.collectUntil = this.io.now() + COLLECT_MS;
      this.interval = FIRST_MS;
      this.loop ??= this.watch();
    });
  }

  /** Stops watching. The tasks go on. Returns how many there are. */
  detach(): number {
    this.detached = true;
    return [...this.tracked.values()].filter(({ place }) => place !== undefined).length;
  }

  private async watch(): Promise<void> {
    try {
      await this.work();
    } catch (error) {
      for (const { reject } of this.tracked.values()) reject(error);
      this.tracked.clear();
    }
    delete this.loop;
  }

  private async work(): Promise<void> {
    while (this.tracked.size > 0 && !this.detached) {
      const wait = this.collectUntil - this.io.now();
      if (wait > 0) {
        await this.io.sleep(wait);
        continue;
      }
      const asked = this.io.now();
      const queue = await queuedTasks(this.io, this.site.jobName);
      if (this.detached) break;
      if ('silence' in queue) await this.followFiles(queue.silence, asked);
      else await this.follow(queue.tasks);
      if (this.tracked.size > 0) await this.io.sleep(this.nextWait());
    }
  }

  private nextWait(): number {
    const runs = [...this.tracked.values()].some(({ seen }) => seen?.host);
    const now = Math.min(this.interval, runs ? MOST_RUNNING_MS : MOST_WAITING_MS);
    this.interval = Math.min(this.interval * 1.3, MOST_WAITING_MS);
    return now;
  }

  private async follow(queue: readonly QueuedTask[]): Promise<void> {
    this.batches.read(queue);
    if (this.silentSince !== undefined) this.silence(undefined);
    this.silentSince = undefined;
    const taskAt = new Map(queue.map((task) => [`${task.token} ${task.index}`, task]));
    await this.askAccounting(taskAt);
    for (const tracked of [...this.tracked.values()]) {
      const place = tracked.place ?? this.placeToAttach(tracked, taskAt);
      if (place === undefined) continue;
      tracked.place = place;
      await this.look(tracked, place, taskAt.get(`${place.batch.token} ${place.index}`));
    }
    await this.submitWaiting();
  }

  /** Adds how tasks ended that the queue has forgotten, where the cluster keeps accounts. */
  private async askAccounting(taskAt: Map<string, QueuedTask>): Promise<void> {
    const gone = [...this.tracked.values()].flatMap(({ place, job, overSince }) => {
      if (place === undefined || job === undefined || overSince === undefined) return [];
      const { batch, index } = place;
      const key = `${batch.token} ${index}`;
      return taskAt.has(key) ? [] : [{ key, task: { id: job, index, token: batch.token } }];
    });
    if (gone.length === 0) return;
    const ends = await accountedEnds(this.io, [...new Set(gone.map(({ task }) => task.id))]);
    for (const { key, task } of gone) {
      const state = ends.get(task.id);
      if (state !== undefined) taskAt.set(key, { ...task, state, reason: 'None', host: '' });
    }
  }

  /** While Slurm does not answer, results count that are there. People hear of it once, until it answers again. */
  private async followFiles(silence: string, asked: number): Promise<void> {
    if (/\b(ENOENT|EACCES)$/.test(silence)) throw withoutSlurm(silence);
    const reason = `squeue gave no answer (${silence})`;
    if (this.silentSince === undefined) {
      const [{ node }] = [...this.tracked.values()] as [Tracked];
      node.note(`${reason}; it is asked again until it does`);
    }
    this.silentSince ??= asked;
    if (this.io.now() - this.silentSince >= SILENT_MS) this.silence(reason);
    for (const tracked of [...this.tracked.values()]) {
      const { place } = tracked;
      if (place !== undefined) await this.hasFinished(tracked, place.batch.token);
    }
  }

  private placeToAttach(
    tracked: Tracked,
    taskAt: ReadonlyMap<string, QueuedTask>,
  ): BatchPlace | undefined {
    const { node, tries } = tracked;
    if (Object.keys(tries).length > 0) return undefined;
    const found = this.batches.find(node.record, taskAt);
    if (found === undefined) return undefined;
    if (found.task === undefined) tracked.isUnclear = true;
    node.note(
      found.task === undefined
        ? 'an earlier command was submitting a job for it; the queue will show whether it has the job'
        : `attached to job ${found.task.id}`,
    );
    return found.place;
  }

  private async look(
    tracked: Tracked,
    { batch, index }: BatchPlace,
    task: QueuedTask | undefined,
  ): Promise<void> {
    if (task !== undefined) this.tell(tracked, task);
    if (await this.hasFinished(tracked, batch.token)) return;
    const status = statusAt(this.io, batch.token, tracked.node.record);
    if (status === undefined && task !== undefined && !hasEnded(task.state)) {
      delete tracked.overSince;
      return;
    }
    // Whatever its status: a node may fail, or be killed, when its result is in the store.
    if (status !== 0 && (await tracked.node.isDone())) return this.finish(tracked, SUCCESS);
    const slurmLog = this.io.files.read(slurmLogPath(batch.token, index)) ?? '';
    const failure = failureOf({ status, task, slurmLog });
    tracked.overSince ??= this.io.now();
    const patience = failure.kind !== 'lost' ? 0 : task === undefined ? GONE_MS : LATE_FILES_MS;
    if (this.io.now() - tracked.overSince >= patience) this.fail(tracked, task, failure);
  }

  /** Whether the node ended well and its result is there; then it needs no answer of Slurm. */
  private async hasFinished(tracked: Tracked, token: string): Promise<boolean> {
    this.passOnLog(tracked, token);
    if (statusAt(this.io, token, tracked.node.record) !== 0 || !(await tracked.node.isDone()))
      return false;
    this.finish(tracked, SUCCESS);
    return true;
  }

  /** Says what has changed about a task. */
  private tell(tracked: Tracked, task: QueuedTask): void {
    const before = tracked.seen;
    tracked.seen = task;
    tracked.job = task.id;
    delete tracked.isUnclear;
    if (hasEnded(task.state)) return;
    if (task.host !== '' && before?.host !== task.host) {
      tracked.node.note(`job ${task.id} runs on ${task.host}`);
      tracked.node.runs();
      this.interval = FIRST_MS;
    } else if (task.host === '' && (before?.host !== '' || before.reason !== task.reason)) {
      const isUsual = USUAL.has(task.reason);
      tracked.node.waits(isUsual ? `job ${task.id}` : `job ${task.id} (${task.reason})`);
      if (!isUsual) tracked.node.note(`job ${task.id} waits (${task.reason})`);
    }
  }

  private passOnLog(tracked: Tracked, token: string): void {
    const { node, logRead } = tracked;
    const { text, end } = this.io.files.readFrom(logPath(token, node.record), logRead);
    tracked.logRead = end;
    if (text !== '') node.log(text);
  }

  private fail(tracked: Tracked, task: QueuedTask | undefined, failure: Failure): void {
    const { node, tries } = tracked;
    const { kind } = failure;
    // A task that Slurm never had is no failure of the node.
    const wasNeverThere = kind === 'lost' && tracked.isUnclear === true;
    if (!wasNeverThere) tries[kind] = (tries[kind] ?? 0) + 1;
    if (wasNeverThere || tries[kind]! <= RETRIES[kind]) {
      if (kind === 'memory') tracked.memoryFactor *= 2;
      const what = wasNeverThere
        ? 'sbatch had no effect'
        : `${jobText(task)} ended (${failure.detail})`;
      const how = kind === 'memory' ? ' with twice the memory' : '';
      node.note(`${what}; it is submitted again${how}`);
      for (const key of ['place', 'job', 'seen', 'overSince'] as const) delete tracked[key];
      tracked.logRead = 0;
      return;
    }
    this.finish(tracked, this.failedEnd(tracked, task, failure));
  }

  /** A node that ended by itself has said why; for the others the failure, and then the ends of the logs. */
  private failedEnd(
    { node: { record, name, stage }, place }: Tracked,
    task: QueuedTask | undefined,
    failure: Failure,
  ): NodeEnd {
    const { kind, status = 1 } = failure;
    const { token } = place?.batch ?? {};
    const own = token === undefined ? '' : (this.io.files.read(errorPath(token, record)) ?? '');
    if (kind === 'own error' && own !== '') return { status, message: own };
    const paths =
      place === undefined
        ? []
        : [logPath, errorPath]
            .map((path) => path(place.batch.token, record))
            .concat(slurmLogPath(place.batch.token, place.index));
    const lines = paths.flatMap((path) => lastLines(this.io.files.read(path) ?? ''));
    return { status, message: `${failureText(name, stage, task?.id, failure, lines)}\n` };
  }

  private finish(tracked: Tracked, end: NodeEnd): void {
    this.tracked.delete(tracked.node.record);
    tracked.end(end);
  }

  private async submitWaiting(): Promise<void> {
    const all = [...this.tracked.values()];
    const waiting = all.filter(({ place }) => place === undefined);
    const room = (this.site.options.tasks ?? MOST_TASKS) - (all.length - waiting.length);
    for (const array of arraysOf(
      waiting.slice(0, Math.max(0, room)),
      this.site.options,
      this.used,
    )) {
      await this.submitBatch(array);
      if (this.detached) return;
    }
  }

  private async submitBatch({ resources, shares }: WaitingArray): Promise<void> {
    const tasks = shares.map((share) => share.map(({ node }) => node.record));
    const created = this.io.date();
    const batch: Batch = { token: this.io.token(), created, resources, tasks };
    const submission = await submit(this.io, this.site, batch);
    if (submission.kind === 'refused') {
      removeBatch(this.io.files, batch.token);
      const failure: Failure = { kind: 'refused', detail: submission.message };
      for (const tracked of shares.flat()) this.fail(tracked, undefined, failure);
      return;
    }
    this.batches.add(batch);
    this.interval = FIRST_MS;
    shares.forEach((share, index) => {
      for (const tracked of share) {
        tracked.place = { batch, index };
        if (submission.kind === 'submitted') tracked.job = `${submission.array}_${index}`;
        else tracked.isUnclear = true;
      }
    });
    const first = shares[0]![0]!.node;
    const count = shares.length === 1 ? 'a job' : `${shares.length} jobs`;
    first.note(
      submission.kind === 'submitted'
        ? `submitted ${count}, ${submission.array}; they go on when this command is stopped, and npx nx cancel slurm ends them`
        : 'sbatch did not answer; the queue will show whether it has the jobs',
    );
  }
}

const withoutSlurm = (problem: string) =>
  userError('NHAT_EXECUTOR', `slurm, but Slurm's programs are not here (${problem})`, {
    advice:
      'Run the command on a machine of the cluster, or name their folder in nhat-cluster.json ("programs").',
  });

const jobText = (task: QueuedTask | undefined): string =>
  task === undefined ? 'its job' : `job ${task.id}`;

const lastLines = (text: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .slice(-LOG_LINES)
    .filter((line) => line !== '');
