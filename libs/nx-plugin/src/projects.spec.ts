import { PIPELINE_TARGETS } from '@nhat/commands/command-list';
import { pipelineProject } from './projects';

it('hands over no variable that is too long for Linux, however many utilities a pipeline has', () => {
  const utilities = Array.from({ length: 5000 }, (_, i) => `utility-${'x'.repeat(60)}-${i}`);
  const prose = { question: 'Why?', cost: '', expected: '' };
  const record = { name: 'wide', ...prose, utilities, record: '0'.repeat(64) };
  const projects = Object.values(pipelineProject(record, [], []).projects);
  const variables = projects
    .flatMap(({ targets }) => Object.values(targets ?? {}))
    .flatMap(({ options }) =>
      Object.values((options as { env: Record<string, string> } | undefined)?.env ?? {}),
    );
  expect(variables).toHaveLength(PIPELINE_TARGETS.length);
  expect(Math.max(...variables.map(({ length }) => length))).toBeLessThan(10_000);
});
