import { singleFixture } from '@nhat/report/testing/fixture';
import { summary } from './summary';

it('has the alarm of collapsed networks in the short text, which it lacks otherwise', () => {
  const embedding = { spread: 0.01, effectiveRank: 1.2, dimensions: 64 };
  const of = (collapsed: boolean) =>
    summary({
      ...singleFixture,
      pretrainings: singleFixture.pretrainings.map((one) => ({
        ...one,
        embedding: { ...embedding, collapsed },
      })),
    });
  expect(of(true).summary).toMatch(/^Collapsed: .*\n.*effective\s+rank\s+1\.20\s+of\s+64/m);
  expect(of(false).summary).not.toContain('Collapsed');
  expect(of(true).warnings).toBe(of(false).warnings + 1);
});
