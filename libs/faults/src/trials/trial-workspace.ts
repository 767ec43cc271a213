import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { copyWorkspace, nxCommand } from '@nhat/workspace/copied-workspace';
import { unmountBelow } from './disk';
import { endOfProcesses, endProcessesIn, killAllIn, killProcess } from './processes';
import { TRIAL_CODE, TRIAL_PIPELINE, trialDocuments } from './trial-documents';

/** The folders that runs write. A state of a workspace is a copy of them. */
export const WRITTEN = ['.nhat', '.nx', 'artifacts', 'reports', 'published'] as const;

/** What a run of Nx did. */
export interface TrialRun {
  /** Null when it was ended by a signal. */
  status: number | null;
  stdout: string;
  stderr: string;
  /** Action keys of the results that it computed. */
  computed: string[];
  /** Whether it was ended because it did not end within the limit. */
  isLate: boolean;
}

/** A run that goes on. */
export interface StartedRun {
  /** The process of Nx. */
  pid: number;
  /** Whether it still runs. */
  runs(): boolean;
  ended: Promise<TrialRun>;
}

export interface RunOptions {
  environment?: Record<string, string>;
  /** Put before the command, e.g. a shell that sets a limit. */
  prefix?: readonly string[];
  /** The arguments of `nx`; the usual command when absent. */
  words?: readonly string[];
}

/**
 * Milliseconds after which a run counts as one that does not end: without a new line, far more than a training takes on a busy machine, and
 * altogether.
 */
const LIMIT_MS = { silent: 600_000, all: 3_600_000 };

/** Processes that end a moment later may still write. */
const REMOVE = { recursive: true, force: true, maxRetries: 20, retryDelay: 250 };

/** A copy of the workspace in a temporary folder with a small pipeline, whose states can be kept and brought back. */
export class TrialWorkspace {
  private readonly place = mkdtempSync(join(realpathSync(tmpdir()), 'nhat-faults-'));
  readonly folder = join(this.place, 'workspace');
  private readonly nxBin: string;

  constructor(
    root: string,
    /** Code that takes the place of files, by their paths. */
    code: Readonly<Record<string, string>> = {},
  ) {
    mkdirSync(this.folder);
    copyWorkspace(root, this.folder);
    this.nxBin = nxCommand(root);
    for (const [file, body] of Object.entries(trialDocuments)) {
      this.write(file, `${JSON.stringify(body, null, 2)}\n`);
    }
    for (const file of TRIAL_CODE.files.filter((one) => !Object.hasOwn(code, one))) {
      const text = readFileSync(this.path(file), 'utf8');
      if (!text.includes(TRIAL_CODE.from)) throw new Error(`${file}: no ${TRIAL_CODE.from}`);
      this.write(file, text.replace(TRIAL_CODE.from, TRIAL_CODE.to));
    }
    for (const [file, text] of Object.entries(code)) this.write(file, text);
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  /** A folder beside the workspace. */
  beside(name: string): string {
    return join(this.place, name);
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }

  remove(...files: string[]): void {
    for (const file of files) rmSync(this.path(file), REMOVE);
  }

  /** Keeps what runs have written under a name. */
  keep(state: string): void {
    const folder = join(this.beside('states'), state);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const name of WRITTEN) copy(this.path(name), join(folder, name));
  }

  /** Brings back what was kept under a name, and nothing else. Whatever still runs here is ended. */
  async restore(state: string): Promise<void> {
    await endProcessesIn(this.folder);
    this.remove(...WRITTEN);
    for (const name of WRITTEN) copy(join(this.beside('states'), state, name), this.path(name));
  }

  /** Starts Nx. */
  start({ environment = {}, prefix = [], words }: RunOptions = {}): StartedRun {
    const [before, startedAt] = [this.ledger().length, Date.now()];
    const command = [...prefix, process.execPath, this.nxBin];
    const child = spawn(
      command[0]!,
      [...command.slice(1), ...(words ?? ['utility', TRIAL_PIPELINE])],
      {
        cwd: this.folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: this.environment(environment),
      },
    );
    let isLate = false;
    const end = () => {
      isLate = true;
      killProcess(child.pid!);
      killAllIn(this.folder);
    };
    const timers = [setTimeout(end, LIMIT_MS.silent), setTimeout(end, LIMIT_MS.all)] as const;
    const text = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (more: string) => {
        text[name] += more;
        timers[0].refresh();
      });
    }
    const ended = once(child, 'close').then(async ([status]): Promise<TrialRun> => {
      timers.forEach(clearTimeout);
      const computed = computedBy(this.ledger().slice(before), startedAt);
      return { status: status as number | null, ...text, computed, isLate };
    });
    return {
      pid: child.pid!,
      runs: () => child.exitCode === null && child.signalCode === null,
      ended,
    };
  }

  /** Runs Nx until it and all that it started have ended. */
  async run(options: RunOptions = {}): Promise<TrialRun> {
    const run = await this.start(options).ended;
    await endOfProcesses(this.folder);
    return run;
  }

  /** Ends what runs there, and removes it with its states. */
  dispose(): void {
    killAllIn(this.folder);
    unmountBelow(this.place);
    rmSync(this.place, REMOVE);
  }

  private environment(more: Record<string, string>): NodeJS.ProcessEnv {
    const inherited = Object.entries(process.env).filter(([name]) => !/^(NX|NHAT)_/.test(name));
    return {
      ...Object.fromEntries(inherited),
      NX_DAEMON: 'false',
      NX_TUI: 'false',
      NX_CACHE_DIRECTORY: this.path('.nx/cache'),
      NX_WORKSPACE_DATA_DIRECTORY: this.path('.nx/data'),
      // The key that signs results belongs to the trial, too.
      XDG_CONFIG_HOME: this.beside('config'),
      ...more,
    };
  }

  /** Lines that a fault damaged are left out. */
  private ledger(): LedgerLine[] {
    const file = this.path('.nhat/ledger.jsonl');
    try {
      return readFileSync(file, 'utf8').split('\n').flatMap(parsedLine);
    } catch {
      return [];
    }
  }
}

interface LedgerLine {
  source: string;
  actionKey: string;
  /** When the line was written, as an ISO time, and the seconds from the start of the node until then. */
  at: string;
  seconds: number;
}

/**
 * Action keys of what was computed by a run that began at `startedAt` (milliseconds since 1970). A node that began before belongs to an earlier run, of which
 * Nx alone was killed; it writes its line when it has published its result.
 */
export const computedBy = (lines: readonly LedgerLine[], startedAt: number): string[] =>
  lines
    .filter(({ source }) => source === 'computed')
    .filter(({ at, seconds }) => Date.parse(at) - 1000 * seconds >= startedAt)
    .map(({ actionKey }) => actionKey);

function parsedLine(line: string): LedgerLine[] {
  try {
    return [JSON.parse(line) as LedgerLine];
  } catch {
    return [];
  }
}

function copy(from: string, to: string): void {
  if (existsSync(from))
    cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
}
