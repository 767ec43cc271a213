import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runOwnGraph } from './run-own-graph';

/** A workspace whose Nx is the program `text`. It says that it runs by writing the file `started`. */
function workspaceWith(text: string): string {
  const root = mkdtempSync(join(tmpdir(), 'nhat-own-graph-'));
  const nx = join(root, 'node_modules', 'nx');
  mkdirSync(nx, { recursive: true });
  writeFileSync(join(nx, 'package.json'), '{ "bin": { "nx": "nx.js" } }');
  const start = `require('fs').writeFileSync(${JSON.stringify(join(root, 'started'))}, '');`;
  writeFileSync(join(nx, 'nx.js'), `${text}\n${start}`);
  return root;
}

const WAIT = 'setInterval(() => {}, 1000);';

describe('the exit status of an Nx with a graph of its own', () => {
  const roots: string[] = [];
  const run = (text: string) => {
    const root = workspaceWith(text);
    roots.push(root);
    const started = async () => {
      while (!existsSync(join(root, 'started'))) await sleep(20);
    };
    return { started, ended: runOwnGraph(root, undefined, []) };
  };
  afterAll(() => roots.forEach((root) => rmSync(root, { recursive: true })));

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('after %s is %d, although that Nx is sent SIGTERM', async (signal, expected) => {
    const { started, ended } = run(WAIT);
    await started();
    process.emit(signal, signal);
    expect(await ended).toBe(expected);
  });

  it('is that of the Nx when nobody stops it', async () => {
    expect(await run('process.exitCode = 3;').ended).toBe(3);
    expect(await run('').ended).toBe(0);
  });

  it('stays 0 when the Nx had finished before it was stopped', async () => {
    const { started, ended } = run(`process.on('SIGTERM', () => process.exit(0)); ${WAIT}`);
    await started();
    process.emit('SIGINT', 'SIGINT');
    expect(await ended).toBe(0);
  });
});
