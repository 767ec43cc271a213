import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseChecksummed } from '@nhat/artifacts';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

const root = join(__dirname, '../../..');
const TOKEN = 'secret-of-writers';

/** The commands of docs/team.md before its part on upkeep, in its order, for the pipeline `study`. */
const [joining] = readFileSync(join(root, 'docs/team.md'), 'utf8').split('## Keep it small');
const documented = [...joining!.matchAll(/^npx nx ([^#\n]*)/gm)].map(([, words]) =>
  words!.trim().replace('quickstart', 'study').split(/ +/),
);

/** docs/team.md: two clones of two users, one server. */
describe('a team store', () => {
  const homes = mkdtempSync(join(tmpdir(), 'nhat-homes-'));
  let server: ChildProcess;
  let url: string;
  let ann: TestWorkspace;
  let bob: TestWorkspace;

  const heard = async (): Promise<string> => String((await once(server.stdout!, 'data'))[0]).trim();
  const requests = async (): Promise<string[]> => {
    server.stdin!.write('?\n');
    let text = await heard();
    while (!text.endsWith(']')) text += await heard();
    return JSON.parse(text) as string[];
  };
  const as = (user: string) => ({
    XDG_CONFIG_HOME: join(homes, user),
    NHAT_STORE: url,
    NHAT_STORE_TOKEN: TOKEN,
  });

  beforeAll(async () => {
    const entry = 'libs/store/src/testing/cache-server-main.ts';
    server = spawn(process.execPath, ['tools/load.cjs', entry, 'nginx', TOKEN], {
      cwd: root,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    url = await heard();
    [ann, bob] = [new TestWorkspace(tinyStudy), new TestWorkspace(tinyStudy)];
  });
  afterAll(() => {
    server.stdin!.end();
    ann.dispose();
    bob.dispose();
    rmSync(homes, { recursive: true });
  });

  it('does what docs/team.md says, with its commands', () => {
    expect(documented.map(([target]) => target)).toEqual(['doctor', 'utility', 'push']);
    const [doctor, utility, push] = documented.map((words) => ann.nx(words, as('ann')));
    expect([doctor!.status, doctor!.output]).toEqual([0, expect.stringMatching(/The store works/)]);
    expect([utility!.status, utility!.computed.length]).toEqual([0, 9]);
    expect(utility!.output).not.toMatch(/^store:/m);
    expect([push!.status, push!.output]).toEqual([
      0,
      expect.stringMatching(/0 sent, 9 were there/),
    ]);
  });

  it('restores everything in the clone of a colleague who trusts the writer, and no code', async () => {
    const { output } = ann.nx(['doctor', 'store', '--json'], as('ann'));
    const [, key] = /"writer": "(ed25519:[^"]+)"/.exec(output)!;
    bob.writeJson('nhat-team.json', { writers: [{ name: 'ann', key }] });
    const run = bob.nx(['utility', 'study'], as('bob'));
    expect([run.status, run.computed, run.stored.length]).toEqual([0, [], 9]);
    for (const slug of run.stored) expect(bob.artifact(slug)).toBe(ann.artifact(slug));
    const bundles = readdirSync(bob.path('artifacts')).filter((name) => /^bundle-/.test(name));
    expect(bundles.length).toBeGreaterThan(0);
    const asked = (await requests()).join('\n');
    for (const name of bundles) {
      const { digest } = parseChecksummed(readFileSync(bob.path(`artifacts/${name}/bundle.cjs`)))!;
      expect(asked).not.toContain(digest);
    }
    // Weights and images stay on the server, because no node needed them; only the page has its contact sheets.
    const fetched = asked.split('\n').filter((line) => line.startsWith('GET cas/'));
    const blobs = asked.split('\n').filter((line) => line.startsWith('PUT cas/'));
    expect(fetched.length).toBeLessThan(blobs.length);
  });

  it('gives nothing of a writer who is no longer trusted, once docs/team.md was followed to forget it', () => {
    const [, sentence] = joining!.split('to forget it, remove that folder');
    const [folder, reset] = [...sentence!.matchAll(/`([^`]+)`/g)].map(([, named]) => named!);
    expect([folder, reset]).toEqual(['artifacts', 'npx nx reset']);
    for (const name of ['.nhat/store', folder!]) bob.remove(name);
    expect(bob.nx(reset!.split(' ').slice(2)).status).toBe(0);
    bob.remove('nhat-team.json');
    const run = bob.nx(['utility', 'study'], as('bob'));
    expect([run.status, run.stored, run.computed.length]).toEqual([0, [], 9]);
  });

  it('is one line when it is down, and counted at the end', async () => {
    server.stdin!.write('says 500\n');
    await requests();
    for (const folder of ['.nhat/store', '.nx', 'artifacts']) ann.remove(folder);
    const run = ann.viewed(['utility', 'study'], { ...as('ann'), NHAT_WORKER_WAIT: '60' });
    expect([run.status, run.stderr.match(/^store: .*/gm)]).toEqual([
      0,
      [
        expect.stringMatching(/^store: http\S+ is not available/),
        expect.stringMatching(/^store: 9 results are in \.nhat\/store alone; .*nx push store/),
      ],
    ]);
    server.stdin!.write('\n');
    await requests();
    const push = ann.nx(['push', 'store'], as('ann'));
    expect([push.status, push.output]).toEqual([0, expect.stringMatching(/9 were there/)]);
    const { stdout, stderr } = ann.viewed(['utility', 'study'], as('ann'));
    expect(`${stdout}${stderr}`).not.toMatch(/^store:/m);
  });

  it('leaves its token in no file', () => {
    for (const workspace of [ann, bob]) {
      const { status, stdout } = spawnSync('grep', ['-rlF', TOKEN, workspace.folder], {
        encoding: 'utf8',
      });
      expect([status, stdout]).toEqual([1, '']);
    }
  });
});
