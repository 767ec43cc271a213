import { resolvePipeline } from '@nhat/documents';
import type { DatasetConfig, SupervisedConfig } from '@nhat/documents';
import { planPipeline, registries, workOf } from '.';
import type { PlanNode } from '.';
import { repository } from './testing/documents';
import { workText } from './testing/work-text';

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const imagesSeen = (nodes: readonly PlanNode[]): number =>
  sum(
    nodes.map(
      ({ config }) => (config as unknown as Partial<SupervisedConfig>).schedule?.imagesSeen ?? 0,
    ),
  );

/** 0 for images of the user's own, which are not rendered. */
const renderedImages = (nodes: readonly PlanNode[]): number =>
  sum(
    nodes
      .filter(({ stage }) => stage === 'images')
      .map(({ config }) => (config as unknown as DatasetConfig).counts ?? {})
      .flatMap((counts) => Object.values(counts)),
  );

/** Whether a number as texts write it (`28,500 million`, `2.9 million`, `25,440`) is this one, rounded to the last digit that is not 0. */
function isRounded(text: string, exact: number): boolean {
  const [, digits, zeros] = /^([\d.]*[1-9])(0*)/.exec(text.replaceAll(',', ''))!;
  const factor = text.endsWith('million') ? 1e6 : 1;
  const unit = factor * 10 ** (zeros!.length - (digits!.split('.')[1]?.length ?? 0));
  return Math.abs(Number(`${digits}${zeros}`) * factor - exact) <= 0.5 * unit * (1 + 1e-9);
}

describe.each(repository.pipelines.names)('the cost of %s', (name) => {
  const ofStudy = /^(paper|mini)\//.test(name);

  it('is that of the plan, wherever the document states a number', () => {
    const { cost } = resolvePipeline(repository, name);
    const { nodes } = planPipeline(resolvePipeline(repository, name));
    const stated = (pattern: RegExp) => pattern.exec(cost)?.[1];
    const seen = stated(/([\d.,]+(?: million)?) images seen/);
    const rendered = stated(/([\d,]+) rendered images/);
    const count = stated(/in ([\d,]+) nodes/);
    const work = workText(workOf(nodes, registries));

    if (seen !== undefined) {
      expect([seen, imagesSeen(nodes), isRounded(seen, imagesSeen(nodes))]).toContain(true);
    }
    if (rendered !== undefined) expect(rendered).toBe(renderedImages(nodes).toLocaleString('en'));
    if (count !== undefined) expect(count).toBe(nodes.length.toLocaleString('en'));
    if (cost.includes('FLOP')) expect(cost).toContain(work.split(',')[0]);
    if (cost.includes('GPU-hours')) expect(cost).toContain(work);

    // The smallest pipeline states minutes alone.
    const kinds = [seen, rendered, count, stated(/(FLOP)/), stated(/(GPU-hours)/)];
    expect(kinds.some((kind) => kind !== undefined)).toBe(name !== 'smoke');
    if (ofStudy) expect(kinds.slice(0, 4)).not.toContain(undefined);
    if (name.startsWith('paper/')) expect(kinds).not.toContain(undefined);
  });

  if (ofStudy) {
    it('is not spent by a run that names no pipeline', () => {
      expect(resolvePipeline(repository, name).active).toBe(false);
    });
  }
});
