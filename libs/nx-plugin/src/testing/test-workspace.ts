import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { nodeSlug } from '@nhat/plan';
import { openTerminal } from './pseudo-terminal';
import type { Terminal } from './pseudo-terminal';
import { keepTools, takeTools } from './shared-tools';
import { copyWorkspace, nxCommand } from '@nhat/workspace/copied-workspace';

const root = join(__dirname, '../../../..');
const nxBin = nxCommand(root);

export interface NxRun {
  status: number | null;
  /** Standard output and error together. */
  output: string;
  /** Nodes whose stage ran, without digests, sorted. */
  computed: string[];
  /** Nodes that Nx started and whose result the store had. Nodes that Nx answered itself are in no list. */
  stored: string[];
  /** Nodes that Nx started and whose result a published pack had. */
  packed: string[];
}

/**
 * A workspace of its own in a temporary folder: a copy of the libraries, the installed packages by a link, its own
 * documents, its own caches of Nx and its own store. What ran is read from the ledger of the runner, not from what
 * Nx prints.
 */
export class TestWorkspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'nhat-nx-'));
  private seen = 0;

  constructor(documents: Record<string, object>) {
    copyWorkspace(root, this.folder);
    takeTools(root, this.folder);
    for (const [file, body] of Object.entries(documents)) this.writeJson(file, body);
  }

  path(file: string): string {
    return join(this.folder, file);
  }

  has(file: string): boolean {
    return existsSync(this.path(file));
  }

  read(file: string): string {
    return readFileSync(this.path(file), 'utf8');
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }

  writeJson(file: string, body: object): void {
    this.write(file, `${JSON.stringify(body, null, 2)}\n`);
  }

  /** Gives it packages of its own, of which that of TensorFlow has no prepared engine. */
  unprepare(): void {
    const [modules, own] = [join(root, 'node_modules'), this.path('node_modules')];
    const tensorflow = join('@tensorflow', 'tfjs-node-gpu');
    const link = (name: string) => symlinkSync(join(modules, name), join(own, name));
    const names = (folder: string) => readdirSync(join(modules, folder));
    this.remove('node_modules');
    mkdirSync(join(own, tensorflow), { recursive: true });
    names('')
      .filter((name) => name !== '@tensorflow')
      .forEach(link);
    for (const name of names('@tensorflow').map((one) => join('@tensorflow', one)))
      if (name !== tensorflow) link(name);
    const manifest = join(tensorflow, 'package.json');
    copyFileSync(join(modules, manifest), join(own, manifest));
  }

  remove(file: string): void {
    rmSync(this.path(file), { recursive: true, force: true });
  }

  /** The outputs of the latest node with this name, digest apart. */
  artifact(slug: string, file = 'outputs.json'): string {
    const names = readdirSync(this.path('artifacts')).filter((name) => nodeSlug(name) === slug);
    const written = (name: string) => statSync(this.path(`artifacts/${name}/outputs.json`)).mtimeMs;
    const [latest] = names.sort((a, b) => written(b) - written(a));
    return this.read(`artifacts/${latest}/${file}`);
  }

  /** Applies changes to files, acts, and puts the files back when that has ended; a change that changes nothing is an error. */
  during<Result>(changes: Record<string, (text: string) => string>, act: () => Result): Result {
    const before = new Map<string, string | undefined>();
    for (const [file, change] of Object.entries(changes)) {
      const old = existsSync(this.path(file)) ? this.read(file) : undefined;
      const fresh = change(old ?? '');
      if (fresh === old) throw new Error(`the change of ${file} does not change it`);
      before.set(file, old);
      this.write(file, fresh);
    }
    const putBack = () => {
      for (const [file, old] of before) {
        if (old === undefined) this.remove(file);
        else this.write(file, old);
      }
    };
    let result: Result | undefined;
    try {
      result = act();
      return result instanceof Promise ? (result.finally(putBack) as Result) : result;
    } finally {
      if (!(result instanceof Promise)) putBack();
    }
  }

  /** Runs Nx, in this folder of the workspace, with caches in the workspace and says which nodes ran. */
  nx(args: string[], env: Record<string, string> = {}, folder = ''): NxRun {
    return this.run([nxBin, ...args], env, folder);
  }

  private run(args: string[], env: Record<string, string>, folder = ''): NxRun {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: this.path(folder),
      encoding: 'utf8',
      env: this.environment(env),
    });
    const lines = this.newLedgerLines();
    const named = (source: string) =>
      lines
        .filter((line) => line.source === source)
        .map(({ node }) => nodeSlug(node))
        .sort();
    return {
      status,
      output: stdout + stderr,
      computed: named('computed'),
      stored: named('store'),
      packed: named('pack'),
    };
  }

  /** Runs `npm start` without words; packages are not installed, because those of this machine are linked. */
  start(env: Record<string, string> = {}): NxRun {
    const script = `require('./tools/setup.cjs').install = () => undefined; require('./tools/start.cjs')`;
    return this.run(['-e', script], env);
  }

  /** Starts Nx as a terminal does, in a group of its own; `text` is what it printed so far, `ended` its status and all that it printed. */
  startNx(args: string[], env: Record<string, string> = {}) {
    const child = spawn(process.execPath, [nxBin, ...args], {
      cwd: this.folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: this.environment(env),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    const ended = once(child, 'close').then(([status, signal]) => ({
      status: status as number | null,
      signal: signal as NodeJS.Signals | null,
      output,
    }));
    return { pid: child.pid!, text: () => output, ended };
  }

  /** Runs Nx as nobody configured it, with the view of this project: what it prints to each stream. */
  viewed(args: string[], env: Record<string, string> = {}) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [nxBin, ...args], {
      cwd: this.folder,
      encoding: 'utf8',
      env: this.environment({ NX_DEFAULT_OUTPUT_STYLE: '', ...env }),
    });
    return { status, stdout, stderr };
  }

  /** Starts Nx on a terminal. */
  onTerminal(args: string[], columns: number, env: Record<string, string> = {}): Terminal {
    return openTerminal([process.execPath, nxBin, ...args], {
      cwd: this.folder,
      env: this.environment({ NX_DEFAULT_OUTPUT_STYLE: '', ...env }),
      columns,
    });
  }

  dispose(): void {
    keepTools(root, this.folder);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private environment(env: Record<string, string>): NodeJS.ProcessEnv {
    return {
      ...process.env,
      NX_DAEMON: 'false',
      NX_TUI: 'false',
      // As Nx prints it; an empty style gives the view of this project.
      NX_DEFAULT_OUTPUT_STYLE: 'stream-without-prefixes',
      NX_ISOLATE_PLUGINS: 'false',
      NX_CACHE_DIRECTORY: this.path('.nx/cache'),
      NX_WORKSPACE_DATA_DIRECTORY: this.path('.nx/data'),
      NHAT_STORE: '',
      ...env,
    };
  }

  private newLedgerLines(): { node: string; source: string }[] {
    const file = this.path('.nhat/ledger.jsonl');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    const fresh = lines.slice(this.seen);
    this.seen = lines.length;
    return fresh.map((line) => JSON.parse(line) as { node: string; source: string });
  }
}
