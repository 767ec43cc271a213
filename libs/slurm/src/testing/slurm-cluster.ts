import { execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Programs of Debian's slurm-wlm and munge. */
const PROGRAMS = ['slurmctld', 'slurmd', 'sbatch', 'squeue', 'munged'];

/** Whether this machine has Slurm. */
export const hasSlurm = PROGRAMS.every(
  (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0,
);

/** A cluster of two nodes with one processor each on this machine, in a folder and on ports of its own. */
export class SlurmCluster {
  readonly folder = mkdtempSync(join(tmpdir(), 'nhat-slurm-'));
  /** What a process needs to talk to this cluster. */
  readonly environment = { SLURM_CONF: join(this.folder, 'slurm.conf') };

  /** Starts the daemons and waits until both nodes are idle. */
  static async start(memoryMb = 4000): Promise<SlurmCluster> {
    const cluster = new SlurmCluster();
    const [controller, ...nodes] = await freePorts(3);
    cluster.configure(controller!, nodes, memoryMb);
    cluster.startMunge();
    cluster.startController();
    for (const name of NODES) cluster.startNode(name);
    await cluster.until(
      async () => (await cluster.run('sinfo', '-h', '-o', '%D %t')).trim() === '2 idle',
    );
    return cluster;
  }

  /** Standard output of a Slurm program. */
  async run(program: string, ...args: string[]): Promise<string> {
    const env = { ...process.env, ...this.environment };
    return (await promisify(execFile)(program, args, { env })).stdout;
  }

  /** Waits until a condition holds; a program that fails is asked again. */
  async until(condition: () => Promise<boolean>, seconds = 120): Promise<void> {
    for (const end = Date.now() + seconds * 1000; ; await sleep(100)) {
      if (await condition().catch(() => false)) return;
      if (Date.now() > end) throw new Error(`the cluster did not come so far:\n${this.log()}`);
    }
  }

  startController(): void {
    this.daemon('slurmctld', []);
  }

  startNode(name: string): void {
    this.daemon('slurmd', ['-N', name]);
  }

  /** Ends a daemon of this cluster: `slurmctld` or the name of a node. */
  stop(name: string, signal: NodeJS.Signals = 'SIGTERM'): void {
    try {
      process.kill(Number(readFileSync(join(this.folder, `${name}.pid`), 'utf8')), signal);
    } catch {
      // It has ended already.
    }
  }

  /** Ends all jobs and waits until their processes are gone. */
  async cancelAll(): Promise<void> {
    await this.run('scancel', '--user', userInfo().username);
    await this.until(async () => (await this.run('squeue', '-h', '-r')).trim() === '');
  }

  async dispose(): Promise<void> {
    await this.cancelAll().catch(() => undefined);
    for (const name of [...NODES, 'slurmctld', 'munged']) this.stop(name, 'SIGKILL');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  private configure(port: number, nodePorts: number[], memoryMb: number): void {
    const at = (name: string) => join(this.folder, name);
    const user = userInfo().username;
    for (const name of ['state', ...NODES.map((node) => `spool-${node}`)]) mkdirSync(at(name));
    const host = hostname().split('.')[0]!;
    const lines = [
      'ClusterName=test',
      `SlurmctldHost=${host}(127.0.0.1)`,
      `SlurmctldPort=${port}`,
      `SlurmUser=${user}`,
      `SlurmdUser=${user}`,
      'AuthType=auth/munge',
      `AuthInfo=socket=${at('munge.socket')}`,
      'CredType=cred/munge',
      'ProctrackType=proctrack/linuxproc',
      'TaskPlugin=task/none',
      'SelectType=select/cons_tres',
      'SelectTypeParameters=CR_Core_Memory',
      'ReturnToService=2',
      'MpiDefault=none',
      'JobAcctGatherType=jobacct_gather/linux',
      'JobAcctGatherFrequency=1',
      'JobAcctGatherParams=OverMemoryKill',
      'SchedulerParameters=sched_min_interval=0,batch_sched_delay=0',
      'KillWait=2',
      // Seconds for which squeue lists a job after its end, so that a test on a slow machine sees all its jobs.
      'MinJobAge=3600',
      'SlurmdTimeout=10',
      'SwitchType=switch/none',
      `StateSaveLocation=${at('state')}`,
      `SlurmdSpoolDir=${at('spool-%n')}`,
      `SlurmctldPidFile=${at('slurmctld.pid')}`,
      `SlurmdPidFile=${at('%n.pid')}`,
      `SlurmctldLogFile=${at('slurmctld.log')}`,
      `SlurmdLogFile=${at('%n.log')}`,
      ...NODES.map(
        (node, i) =>
          `NodeName=${node} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${nodePorts[i]} CPUs=1 RealMemory=${memoryMb}`,
      ),
      `PartitionName=main Nodes=${NODES.join(',')} Default=YES MaxTime=INFINITE DefMemPerCPU=1000`,
    ];
    writeFileSync(this.environment.SLURM_CONF, `${lines.join('\n')}\n`);
  }

  private startMunge(): void {
    const at = (name: string) => join(this.folder, name);
    writeFileSync(at('munge.key'), randomBytes(1024), { mode: 0o400 });
    const own = [
      ['key-file', 'munge.key'],
      ['socket', 'munge.socket'],
      ['pid-file', 'munged.pid'],
      ['log-file', 'munged.log'],
      ['seed-file', 'munge.seed'],
    ].map(([option, name]) => `--${option}=${at(name!)}`);
    const { status, stderr } = spawnSync('munged', ['--force', ...own], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`munged: ${stderr}`);
  }

  private daemon(program: string, args: string[]): void {
    const env = { ...process.env, ...this.environment };
    spawn(program, ['-D', ...args], { env, stdio: 'ignore', detached: true }).unref();
  }

  private log(): string {
    return ['slurmctld', ...NODES]
      .map((name) => {
        try {
          return readFileSync(join(this.folder, `${name}.log`), 'utf8').slice(-2000);
        } catch {
          return `${name}: no log`;
        }
      })
      .join('\n');
  }
}

const NODES = ['n1', 'n2'];

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
