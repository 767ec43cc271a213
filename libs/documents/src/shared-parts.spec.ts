import Ajv from 'ajv';
import { withSharedParts } from './shared-parts';

const long = 'A description that makes a part long enough to be worth a name of its own. '.repeat(
  4,
);
const colour = {
  ...{ type: 'object', additionalProperties: false, description: long },
  properties: { red: { type: 'integer', maximum: 255 } },
};
const pair = { type: 'array', items: colour, description: long };
const schema = {
  type: 'object',
  additionalProperties: false,
  properties: { first: pair, second: pair, third: { if: { type: 'string' }, else: colour } },
};

it('has each part once that stands in several places, also within others', () => {
  const text = JSON.stringify(withSharedParts(schema));
  expect(text.split('"maximum"')).toHaveLength(2);
  expect(text.length).toBeLessThan(JSON.stringify(schema).length / 1.5);
});

it('leaves a schema without repetitions as it is', () => {
  expect(withSharedParts(colour)).toEqual(colour);
  expect(withSharedParts({ ...schema, properties: { one: colour } })).toEqual({
    ...schema,
    properties: { one: colour },
  });
});

it('refuses the same values, with the same places and the same parts of the schema', () => {
  const errorsOf = (body: unknown, whole: object, inlineRefs: boolean) => {
    const check = new Ajv({ allErrors: true, verbose: true, inlineRefs }).compile(whole);
    check(body);
    return (check.errors ?? []).map(({ instancePath, keyword, params, parentSchema }) => [
      ...[
        instancePath,
        keyword,
        params,
        Object.keys(parentSchema!).filter((key) => key !== '$defs'),
      ],
    ]);
  };
  for (const body of [
    { first: [{ red: 1 }], second: [{ red: 256 }, { green: 1 }], third: 'x' },
    { first: {}, third: { red: 'a', blue: 2 }, fourth: 1 },
    { second: [{ red: 3 }], third: { red: 5 } },
  ]) {
    const shared = errorsOf(body, withSharedParts(schema), false);
    expect(shared).toEqual(errorsOf(body, schema, true));
  }
});
