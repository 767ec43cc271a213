import { join } from 'node:path';
import { nameProblem } from './name-problem';

const root = join(__dirname, '../../..');

it.each(['published/one', 'one/charts', 'one/history', 'mini/one/history/two'])(
  'refuses the name %s, because reports of other pipelines have a folder there',
  (name) => expect(nameProblem(root, name)?.message).toMatch(/named like a folder of reports/),
);

it.each(['history', 'mini/one', 'my-history/one', 'one/histories'])('takes the name %s', (name) =>
  expect(nameProblem(root, name)).toBeUndefined(),
);
