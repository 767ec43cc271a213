import { join } from 'node:path';
import { nodeCount } from './grid-documents';
import { measureGraph } from './measure-graph';

it('runs every node of the grid once, nothing again, and what a new dataset brings', async () => {
  const root = join(__dirname, '../../../..');
  const figures = await measureGraph(root, 1, { runs: 1, ownProcesses: false });
  expect(figures.nodes).toBe(nodeCount(1));
  expect(figures.unchangedMs).toBeGreaterThan(0);
});
