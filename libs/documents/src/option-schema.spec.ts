import { completeOptions } from './complete-options';
import type { ConfigValues, OptionSchema, OptionValues } from './option-schema';

/** True where two types are the same in both directions; the type checker refuses the constant `true` for false. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

const described = { description: 'An option.' } as const;
const schema = {
  type: 'object',
  description: 'One option of every kind.',
  properties: {
    share: { ...described, type: 'number', minimum: 0, default: 0.5 },
    count: { ...described, type: 'integer', default: 3 },
    on: { ...described, type: 'boolean', default: true },
    kind: { ...described, type: 'string', enum: ['flat', 'deep'], default: 'flat' },
    sizes: { ...described, type: 'array', items: { type: 'integer' }, default: [1, 2] },
    added: { ...described, type: 'boolean', default: false, later: true },
  },
} as const satisfies OptionSchema;

type Options = OptionValues<typeof schema>;
type Config = ConfigValues<typeof schema.properties>;

const values: Options = completeOptions(schema, {});

describe('the values of a schema', () => {
  // What is asserted here is asserted by the type checker (`npm run typecheck`).
  it('have the type of each option, also of one that was added later', () => {
    const same: Same<
      { -readonly [Key in keyof Options]: Options[Key] },
      {
        share: number;
        count: number;
        on: boolean;
        kind: 'flat' | 'deep';
        sizes: number[];
        added: boolean;
      }
    > = true;
    expect(same).toBe(true);
    expect(values).toEqual({
      ...{ share: 0.5, count: 3, on: true, kind: 'flat', sizes: [1, 2], added: false },
    });
  });

  it('may be left out of a configuration only where they were added later', () => {
    const config: Config = { share: 1, count: 1, on: true, kind: 'deep', sizes: [] };
    const whole: Config = { ...config, added: true };
    // @ts-expect-error -- it lacks `share`
    const lacking: Config = { count: 1, on: true, kind: 'deep', sizes: [] };
    expect([config, whole, lacking].map((one) => one.added)).toEqual([undefined, true, undefined]);
  });

  it('take no value and no key that the schema does not have', () => {
    // @ts-expect-error -- not one of the choices
    const kind: Options['kind'] = 'tall';
    // @ts-expect-error -- a list of numbers
    const sizes: Options['sizes'] = ['1'];
    // @ts-expect-error -- no such option
    const none: unknown = values.width;
    expect([kind, sizes, none]).toEqual(['tall', ['1'], undefined]);
  });

  it('are given a description and a default by the schema', () => {
    // @ts-expect-error -- without a default
    const noDefault: OptionSchema['properties'] = { a: { ...described, type: 'number' } };
    // @ts-expect-error -- without a description
    const noDescription: OptionSchema['properties'] = { a: { type: 'number', default: 1 } };
    expect([noDefault, noDescription]).toHaveLength(2);
  });
});
