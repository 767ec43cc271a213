import schema from '../images.schema.json';
import others from '../name.schema.json';
import { namesOf } from './names';

it('a name that is missing is asked for with an example of the same generator', () => {
  expect(() => namesOf('nx g pipeline', undefined)).toThrow(
    'nx g pipeline: no name (expected the name of the new thing, e.g. npx nx g pipeline my-pipeline)',
  );
  // Nx itself would only say that a required property is missing.
  for (const one of [schema, others]) expect(one).not.toHaveProperty('required');
});
