import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockHolder, takeLock } from '@nhat/artifacts';
import { main as du } from '@nhat/commands/upkeep/du';
import type { DuRecord } from '@nhat/commands/upkeep/du';
import { main as gc } from '@nhat/commands/upkeep/gc';
import type { GcRecord } from '@nhat/commands/upkeep/gc';
import { askedWorkspaceCommand } from '@nhat/commands/upkeep/workspace-commands';
import { main as pin } from '@nhat/commands/upkeep/pin';
import { main as unpin } from '@nhat/commands/upkeep/unpin';
import { main as verify } from '@nhat/commands/upkeep/verify';
import type { VerifyRecord } from '@nhat/commands/upkeep/verify';
import { inOrderOf } from '@nhat/commands/upkeep/nodes-to-compare';
import type { FinishedNode } from '@nhat/commands/upkeep/recompute';
import { resolvePipeline } from '@nhat/documents';
import { planPipeline } from '@nhat/plan';
import { cleaningLock } from '@nhat/runner/cleaning-lock';
import { nodeRecords, readNodeRecord } from '@nhat/runner/node-record';
import { flipBit } from '@nhat/runner/testing/flip-bit';
import { runNode } from '@nhat/runner/run-node';
import { openStore } from '@nhat/store';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { blobStages } from './testing/blob-stages';
import { codedBundle, runLikeNx } from './testing/run-like-nx';
import type { CodedBundle } from './testing/run-like-nx';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

const repository = join(__dirname, '../../..');
const study = tinyStudy['pipelines/study.json'];

/** The commands in docs/team.md on upkeep, for the pipeline `study`. */
const [, upkeep] = /## Keep it small(.*?)\n## /s.exec(
  readFileSync(join(repository, 'docs/team.md'), 'utf8'),
)!;
const documented = [...upkeep!.matchAll(/^npx nx ([^#\n]*)/gm)].map(([, words]) =>
  words!.trim().replace('quickstart', 'study').split(/ +/),
);

describe('the upkeep of a workspace', () => {
  let workspace: TestWorkspace;
  let root: string;
  const environment = { ...process.env };
  beforeAll(async () => {
    process.env['NHAT_STORE'] = '';
    workspace = new TestWorkspace(tinyStudy);
    for (const [file, code] of Object.entries(blobStages)) workspace.write(file, code);
    root = workspace.folder;
    await run();
  });
  afterAll(() => {
    process.env = environment;
    workspace.dispose();
  });

  const planOf = (name: string) => planPipeline(resolvePipeline(readWorkspace(root), name));
  /** Runs a pipeline with no cache of Nx; returns the nodes whose stage ran. */
  let runs = 0;
  const coded = new Map<string, Promise<CodedBundle>>();
  async function run(name = 'study'): Promise<string[]> {
    const plan = planOf(name);
    const stages = Object.keys(blobStages).map((file) => workspace.read(file));
    const bundles = await Promise.all(
      plan.bundles.map((bundle) => {
        const key = JSON.stringify([bundle, stages]);
        const made = coded.get(key) ?? codedBundle(root, bundle);
        coded.set(key, made);
        return made;
      }),
    );
    return [...(await runLikeNx(root, join(root, `cache-${++runs}`), name, plan, bundles))];
  }
  /** What a command prints, or its error. */
  async function printed(act: () => Promise<unknown>): Promise<string> {
    let text = '';
    const out = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      text += String(chunk);
      return true;
    });
    try {
      await act();
    } catch (error) {
      if ((error as Error).name !== 'UserError') throw error;
      return (error as Error).message;
    } finally {
      out.mockRestore();
    }
    return text;
  }
  const gcJson = async (...words: string[]) =>
    JSON.parse(await printed(() => gc([...words, '--json'], root))) as GcRecord;
  const verifyJson = async (...words: string[]) =>
    JSON.parse(await printed(() => verify([...words, '--json'], root))) as VerifyRecord;
  const stored = () =>
    ['ac', 'cas'].flatMap((kind) => readdirSync(join(root, '.nhat/store', kind)));
  const change = (body: object) =>
    workspace.writeJson('pipelines/study.json', { ...study, ...body });

  it('runs the commands of docs/team.md', async () => {
    expect(documented.map(([name]) => name)).toEqual([
      'du',
      'pin',
      'pins',
      'gc',
      'unpin',
      'verify',
    ]);
    const texts: string[] = [];
    for (const words of documented) {
      const asked = askedWorkspaceCommand(words)!;
      const { main } = (await import(join(repository, asked.command.entry))) as {
        main(args: string[], root: string): Promise<unknown>;
      };
      texts.push(await printed(() => main(asked.words, root)));
    }
    expect(texts).toEqual([
      expect.stringMatching(/study +9 .*B/),
      expect.stringMatching(/study: pinned, 9 of 9 nodes/),
      expect.stringMatching(/^study +9 nodes, since \d{4}-/),
      expect.stringMatching(/^Nothing to delete/),
      expect.stringMatching(/study: no longer pinned/),
      expect.stringMatching(/Running 2 of 9 finished.*the same.*the same.*as it was written/s),
    ]);
  });

  it('pin says of how many nodes the store lacks files', async () => {
    const file = join(root, '.nhat/store/cas', readdirSync(join(root, '.nhat/store/cas'))[0]!);
    const bytes = readFileSync(file);
    const whole = await printed(() => pin(['study'], root));
    rmSync(file);
    const lacking = await printed(() => pin(['study'], root));
    writeFileSync(file, bytes);
    await printed(() => unpin(['study'], root));
    expect(whole).toMatch(/^study: pinned, 9 of 9 nodes.*\n$/);
    expect(lacking).toMatch(/^study: pinned, 9 of 9 nodes.*\nFiles of \d+ nodes? are not in/);
  });

  it('deletes what no pipeline needs after a change, and what is pinned only when that is undone', async () => {
    const before = stored();
    await printed(() => pin(['study'], root));
    change({ training: { ...study.training, weightDecay: 0.5 } });
    await run();
    expect(stored().length).toBeGreaterThan(before.length);
    expect((await gcJson('--dry-run')).count).toBe(0);

    await printed(() => unpin(['study'], root));
    const all = stored();
    const dry = await gcJson('--dry-run', '--yes');
    expect(dry.kinds).toMatchObject({
      artifacts: { count: expect.any(Number) },
      results: { count: 7, oldest: expect.stringMatching(/^\d{4}-/) },
    });
    expect([dry.deleted, stored()]).toEqual([false, all]);
    expect(await printed(() => gc([], root, undefined))).toMatch(/no terminal.*--yes.*--dry-run/);
    const refused = await printed(() => gc([], root, async () => 'no'));
    expect([refused, stored()]).toEqual([expect.stringMatching(/Nothing was deleted/), all]);

    const done = await gcJson('--yes');
    expect([done.deleted, done.count, done.bytes]).toEqual([true, dry.count, dry.bytes]);
    expect(stored()).toHaveLength(all.length - dry.kinds.results.count - dry.kinds.files.count);
    expect(await run()).toEqual([]);
    expect((await gcJson('--dry-run')).count).toBe(0);
    change({});
    expect(await run()).toHaveLength(7);
    await gcJson('--yes');
  });

  it('keeps checkpoints with which a run may go on, and removes others, and remains of kills', async () => {
    const { nodes } = planOf('study');
    const lost = nodes.find(({ stage }) => stage === 'pretrain')!.name;
    const after = nodes.find(({ upstream }) => upstream.some(({ node }) => node === lost))!.name;
    const keyOf = (node: string) =>
      (
        JSON.parse(workspace.read(`artifacts/${node}/manifest.json`)) as {
          manifest: { actionKey: string };
        }
      ).manifest.actionKey;
    const [key, finished] = [keyOf(lost), keyOf(nodes[0]!.name)];
    const [unknown, other] = ['e'.repeat(64), 'f'.repeat(64)];
    workspace.remove(`.nhat/store/ac/${key}`);
    workspace.remove(`artifacts/${lost}`);
    for (const folder of [key, finished, unknown, other])
      workspace.write(`.nhat/work/${folder}/checkpoint`, 'x');
    workspace.write(`.nhat/work/${unknown}/node`, after);
    workspace.write(`.nhat/work/${other}/node`, nodes[0]!.name);
    workspace.write('.nhat/store/cas/abc.part', 'x');
    workspace.write('.nhat/store/quarantine/ac-abc', 'x');
    const { kinds } = await gcJson('--yes');
    expect([kinds.checkpoints.count, kinds.remains.count]).toEqual([1, 2]);
    expect(readdirSync(join(root, '.nhat/work')).sort()).toEqual([key, finished, unknown].sort());
    expect(await run()).toEqual([lost]);
  });

  it('removes the history of a pipeline that is gone, and of no other', async () => {
    const file = 'history/20260101T000000000Z-0123abcd.json';
    const kept = ['study', 'scores/mine'];
    const past = ['past', 'mini/past', 'mini/sweep/past'];
    for (const name of [...kept, ...past]) workspace.write(`reports/${name}/${file}`, '{}');
    expect((await gcJson('--yes')).kinds.histories.count).toBe(past.length);
    const left = [...kept, ...past].filter((name) => workspace.has(`reports/${name}/${file}`));
    expect(left).toEqual(kept);
    for (const name of kept) workspace.remove(`reports/${name}/${file}`);
  });

  it('deletes nothing after Ctrl-C or Ctrl-D at its question, and says so', async () => {
    workspace.write('reports/past/history/20260101T000000000Z-0123abcd.json', '{}');
    for (const [keys, status] of [
      ['\u0003', 130],
      ['\u0004', 0],
      ['n\r', 0],
    ] as const) {
      const terminal = workspace.onTerminal(['gc'], 80);
      await terminal.until((text) => text.includes('[y/N]'));
      terminal.type(keys);
      expect(await terminal.ended).toBe(status);
      expect(terminal.text()).toMatch(/\[y\/N\] .*\r\nNothing was deleted\.\r\n$/s);
      expect(terminal.text()).not.toMatch(/Error|\n +at /);
    }
    expect((await gcJson('--yes')).kinds.histories.count).toBe(1);
  });

  it('stops where it cannot know what is needed', async () => {
    workspace.write('pipelines/broken.json', '{ "datasets": 3 }');
    expect(await printed(() => gc(['--yes'], root))).toMatch(/^nx gc: .*broken/);
    workspace.remove('pipelines/broken.json');
    await printed(() => pin(['study'], root));
    const pins = workspace.read('.nhat/pins.json');
    writeFileSync(
      workspace.path('.nhat/pins.json'),
      pins.replace(/"actionKey":"./, '"actionKey":"_'),
    );
    expect(await printed(() => gc(['--yes'], root))).toMatch(/pins\.json: damaged/);
    workspace.write('.nhat/pins.json', pins);
    await printed(() => unpin(['study'], root));
  });

  it('deletes nothing while a node runs, and a node waits while it deletes', async () => {
    const held = await takeLock(join(root, '.nhat/work', `${'a'.repeat(64)}.lock`));
    workspace.write('.nhat/store/cas/abd.part', 'x');
    expect(await printed(() => gc(['--yes'], root))).toMatch(/something runs here.*process \d+/);
    expect((await gcJson('--dry-run')).running).toHaveLength(1);
    held.release();

    const plan = planOf('study');
    const utility = plan.nodes.find(({ stage }) => stage === 'utility')!;
    const records = nodeRecords(plan.nodes, plan.bundles);
    const key = JSON.parse(workspace.read(`artifacts/${utility.name}/manifest.json`)).manifest
      .actionKey as string;
    workspace.remove(`.nhat/store/ac/${key}`);
    const cleaning = await takeLock(cleaningLock(root));
    const notes: string[] = [];
    let waits = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (waits = resolve));
    const note = (line: string) => {
      notes.push(line);
      if (/cleans up/.test(line)) waits();
    };
    const node = runNode(readNodeRecord(root, records.get(utility.name)!.digest), {
      ...{ root, store: openStore(root), onStop: () => undefined },
      progress: { step: () => undefined, note },
    });
    await waiting;
    expect(existsSync(join(root, '.nhat/store/ac', key))).toBe(false);
    expect(lockHolder(join(root, '.nhat/work', `${key}.lock`))).toMatch(/process/);
    cleaning.release();
    expect((await node).actionKey).toBe(key);
  });

  it('names each damaged file with what mends it', async () => {
    const sound = await verifyJson();
    expect([sound.right, sound.damage]).toEqual([true, []]);
    await printed(() => pin(['study'], root));
    const [result] = readdirSync(join(root, '.nhat/store/ac')).sort();
    const [file] = readdirSync(join(root, '.nhat/store/cas')).sort();
    const node = planOf('study').nodes[0]!.name;
    const bundle = planOf('study').bundles[0]!.name;
    const [record] = readdirSync(join(root, '.nhat/nodes'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .sort();
    cpSync(join(repository, 'published'), join(root, 'published'), { recursive: true });
    const damaged = [
      ...[`.nhat/store/ac/${result}`, `.nhat/store/cas/${file}`, `artifacts/${node}/manifest.json`],
      ...[`artifacts/${bundle}/bundle.cjs`, `.nhat/nodes/${record}`, '.nhat/pins.json'],
      'published/quickstart.nhat-pack',
    ];
    const before = damaged.map((path) => readFileSync(join(root, path)));
    damaged.forEach((path, at) => flipBit(join(root, path), at + 1));
    const found = await verifyJson();
    damaged.forEach((path, at) => writeFileSync(join(root, path), before[at]!));
    expect(found.right).toBe(false);
    const paths = damaged.map((path) => path.replace(/^(artifacts\/[^/]+)\/.*/, '$1'));
    expect(found.damage.map(({ path }) => path).sort()).toEqual(paths.sort());
    expect(found.damage.filter(({ what, mend }) => what === '' || mend === '')).toEqual([]);
    workspace.remove('published');
    await printed(() => unpin(['study'], root));
  });

  it('finds a node that comes out differently', async () => {
    const file = 'libs/stages/src/supervised.ts';
    const code = workspace.read(file);
    workspace.write(file, code.replace('EFFECT = 0', "EFFECT = Number(process.env['SHIFT'] ?? 0)"));
    expect((await run()).length).toBeGreaterThan(0);
    process.env['SHIFT'] = '1';
    const { recomputed, right } = await verifyJson('--recompute=9', '--seed=5');
    delete process.env['SHIFT'];
    const trainings = recomputed!.nodes.filter(({ node }) => /^(scratch|finetune)/.test(node));
    expect(trainings.map(({ outcome, why }) => [outcome, why])).toEqual(
      Array(3).fill(['different', 'its scores are others']),
    );
    const others = recomputed!.nodes.filter((one) => !trainings.includes(one));
    expect([right, others.map(({ outcome }) => outcome)]).toEqual([false, Array(6).fill('same')]);
    expect(
      existsSync(join(root, '.nhat/verify')) && readdirSync(join(root, '.nhat/verify')),
    ).toEqual([]);
    workspace.write(file, code);
    await run();
  });

  /** What becomes of a finetuned node and of what it is made from when it alone is chosen: the stage, how it came out, and why. */
  async function finetunedAgain(): Promise<string[][]> {
    const nodes = planOf('study').nodes.map((node) => ({ node }) as FinishedNode);
    let seed = 0;
    while (inOrderOf(seed, nodes)[0]!.node.stage !== 'finetune') seed++;
    const { recomputed } = await verifyJson('study', '--recompute=1', `--seed=${seed}`);
    return recomputed!.nodes.map(({ node, outcome, why, needed }) => [
      node.split('-')[0]!,
      ...[outcome, why ?? '', needed ? 'needed' : 'chosen'],
    ]);
  }

  it('runs first what makes files that are not here, as after a clone that took results from a pack', async () => {
    for (const file of readdirSync(join(root, '.nhat/store/cas'))) {
      rmSync(join(root, '.nhat/store/cas', file));
    }
    expect(await finetunedAgain()).toEqual([
      ['images', 'same', '', 'needed'],
      ['pretrain', 'same', '', 'needed'],
      ['finetune', 'same', '', 'chosen'],
    ]);
    // Files that came out the same are in the store again.
    expect(await finetunedAgain()).toEqual([['finetune', 'same', '', 'chosen']]);
  });

  it('keeps no file that came out differently', async () => {
    const file = 'libs/stages/src/pretrain.ts';
    const code = workspace.read(file);
    workspace.write(file, code.replace('EFFECT = 0', "EFFECT = Number(process.env['SHIFT'] ?? 0)"));
    await run();
    const cas = join(root, '.nhat/store/cas');
    const known = readdirSync(cas);
    known.forEach((one) => rmSync(join(cas, one)));
    process.env['SHIFT'] = '1';
    const outcomes = await finetunedAgain();
    delete process.env['SHIFT'];
    expect(
      outcomes.map(([stage, outcome, why]) => [stage, outcome, why?.split(' of ')[0]]),
    ).toEqual([
      ['images', 'same', ''],
      ['pretrain', 'different', 'its file weights has another digest'],
      ['finetune', 'not comparable', 'weights'],
    ]);
    const kept = readdirSync(cas);
    expect([kept.length > 0, kept.filter((one) => !known.includes(one))]).toEqual([true, []]);
    workspace.write(file, code);
    await run();
  });

  it('runs nothing for what another engine computed, or for what needs its weights', async () => {
    const file = 'libs/stages/src/pretrain.ts';
    const code = workspace.read(file);
    const engine = '{ rung: "elsewhere", backend: "none", version: "1", precision: "float32" }';
    workspace.write(
      file,
      code
        .replace('writeBlob }) => {', `writeBlob, record }) => { record({ engine: ${engine} });`)
        .replace('EFFECT = 0', 'EFFECT = 3'),
    );
    await run();
    const why = /another engine computed it \(engine: elsewhere then, \w+ now\)/;
    const { recomputed } = await verifyJson('study', '--recompute=9', '--seed=5');
    const others = recomputed!.nodes.filter(({ outcome }) => outcome !== 'same');
    expect(others).toEqual([
      {
        node: expect.stringMatching(/^pretrain-/) as string,
        ...{ outcome: 'not comparable', why: expect.stringMatching(why) as string },
      },
    ]);
    const cas = join(root, '.nhat/store/cas');
    readdirSync(cas).forEach((one) => rmSync(join(cas, one)));
    const [finetuned, ...needed] = await finetunedAgain();
    expect(needed).toEqual([]);
    expect(finetuned![2]).toMatch(/^its pretrain cannot be made again here: another engine/);
    expect(readdirSync(cas)).toEqual([]);
    workspace.write(file, code);
    await run();
  });

  it('counts what two pipelines share once', async () => {
    workspace.writeJson('pipelines/second.json', {
      ...study,
      active: false,
      budgets: { scratch: [10, 30], finetune: [10] },
    });
    await run('second');
    const { uses, reached, stages } = JSON.parse(
      await printed(() => du(['--json'], root)),
    ) as DuRecord;
    const [second, first] = ['second', 'study'].map((name) =>
      uses.find((one) => one.name === name)!,
    );
    const shared = first!.bytes - first!.alone;
    expect(shared).toBeGreaterThan(0);
    expect(second!.bytes - second!.alone).toBe(shared);
    expect(reached).toBe(first!.alone + second!.alone + shared);
    expect(stages.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(reached);
  });

  it('runs nodes of the named pipeline alone', async () => {
    const names = planOf('second').nodes.map(({ name }) => name);
    const { recomputed, right } = await verifyJson('--recompute', '99', 'second', '--seed', '1');
    expect(recomputed!.nodes.map(({ node }) => node).sort()).toEqual(names.sort());
    expect(right).toBe(true);
    expect(await printed(() => verify(['secnd', '--recompute=1'], root))).toMatch(/secnd.*second/s);
    expect(await printed(() => verify(['second'], root))).toMatch(/no number of nodes/);
  });
});
