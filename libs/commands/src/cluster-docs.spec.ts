import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSchema } from '@nhat/documents/cluster-options';
import { validate } from '@nhat/documents/validate';
import { CLUSTER_FILE, jobName, readClusterOptions } from '@nhat/slurm';
import { SlurmCluster, hasSlurm } from '@nhat/slurm/testing/slurm-cluster';
import { PIPELINE_TARGETS, commands } from './command-list';

const root = join(__dirname, '../../..');
const page = readFileSync(join(root, 'docs/cluster.md'), 'utf8');
/** The block of code that begins so. */
const block = (start: string): string =>
  page
    .split('```')
    .find((text) => text.replace(/^\w+\n/, '').startsWith(start))!
    .replace(/^\w+\n/, '');

describe('docs/cluster.md', () => {
  let folder: string;
  const environment = { ...process.env };
  beforeAll(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'nhat-cluster-docs-')))));
  afterAll(() => {
    process.env = environment;
    rmSync(folder, { recursive: true });
  });

  /** The words after `npx nx`, each command once. */
  const documented = [
    ...new Set([...page.matchAll(/npx nx ([a-z]+ [\w/-]+)/g)].map(([, w]) => w!)),
  ];

  it.each(documented)('names a command that there is: npx nx %s', (words) => {
    const [target, project] = words.split(' ');
    const isOfPipeline = (PIPELINE_TARGETS as readonly string[]).includes(target!);
    const isKnown = commands.some((one) => one.target === target && one.project === project);
    expect([words, isOfPipeline || isKnown]).toEqual([words, true]);
    if (isOfPipeline) readFileSync(join(root, `pipelines/${project}.json`));
  });

  it('has options that are valid, in nhat-cluster.json and in a document, and a script of bash', () => {
    writeFileSync(join(folder, CLUSTER_FILE), block('{'));
    expect(readClusterOptions(folder)).toMatchObject({ tasks: 300, minutesPerTask: 30 });
    rmSync(join(folder, CLUSTER_FILE));
    const [, stated] = /`"run": (\{.*?\})`/.exec(page)!;
    validate(runSchema, 'docs/cluster.md', JSON.parse(stated!));
    const { status, stderr } = spawnSync('bash', ['-n'], { input: block('#!/bin/bash') });
    expect([status, String(stderr)]).toEqual([0, '']);
  });

  /** Only where Debian's slurm-wlm and munge are installed. */
  (hasSlurm ? it : it.skip)(
    'lists the jobs of a workspace, and ends them, as it says',
    async () => {
      expect(documented).toEqual(expect.arrayContaining(['jobs slurm', 'cancel slurm']));
      const cluster = await SlurmCluster.start();
      jest.spyOn(process, 'cwd').mockReturnValue(folder);
      try {
        Object.assign(process.env, cluster.environment);
        expect(await printed('jobs')).toMatch(/No job of this workspace/);
        const name = `--job-name=${jobName(folder)}`;
        await cluster.run(
          'sbatch',
          name,
          '--output=/dev/null',
          '--array=0-1',
          '--wrap',
          'sleep 600',
        );
        expect(await printed('jobs')).toMatch(/^\d+_0 .*\n\d+_1 .*\n2 jobs.*npx nx cancel slurm/);
        expect(await printed('cancel')).toMatch(/^2 jobs ended/);
        expect(await printed('cancel')).toMatch(/No job of this workspace/);
      } finally {
        jest.restoreAllMocks();
        await cluster.dispose();
      }
    },
  );
});

/** What a command of the cluster prints. */
async function printed(name: 'jobs' | 'cancel'): Promise<string> {
  let text = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  const { main } = (await import(`./${name}`)) as { main(args: string[]): Promise<number> };
  expect(await main([])).toBe(0);
  write.mockRestore();
  return text;
}
