import { MAX_BYTES, UserError, documentText, indexDocuments, resolvePipeline, userError } from '.';
import { least, workspace } from './testing/workspace';

function thrown(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
  throw new Error('no error');
}

const resolve = (body: unknown, datasets?: Record<string, unknown>) =>
  resolvePipeline(workspace({ x: body }, datasets), 'x');
const message = (body: unknown) => thrown(() => resolve(body));

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const x = 'pipelines/x.json';

describe('documents as text', () => {
  it.each([
    [
      'at the top',
      '{\n  "seeds": 2,\n  "budgets": [10],\n  "seeds": 3\n}',
      'line 4, column 3',
      'seeds',
    ],
    ['inside', '{"training": {"batch": 1, "b\\u0061tch": 2}}', 'line 1, column 27', 'batch'],
  ])('are refused with the position of a repeated key, %s', (_, text, position, key) => {
    expect(message(text)).toContain(`${x} › ${position}: a key twice in one object (got "${key}"`);
  });

  it('may have the same key in two objects, and brackets in texts', () => {
    const datasets = [{ name: 'flat' }, { name: 'steep' }];
    const body = { ...least, question: '{"a": 1, "a": [[', datasets };
    expect(resolve(body, { flat: {}, steep: {} }).datasets).toHaveLength(2);
  });

  it('may begin with a byte order mark and have the line ends of Windows', () => {
    const text = `\ufeff${JSON.stringify(least, null, 2).replaceAll('\n', '\r\n')}`;
    expect(resolve(text).question).toBe('Why?');
    expect(documentText(x, Uint8Array.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]))).toBe('{}');
  });

  it.each([
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00], 'got "UTF-16"'],
    ['Latin-1', [0x7b, 0x0a, 0x22, 0xfc, 0x22, 0x7d], 'got "line 2, no UTF-8"'],
  ])('in %s are refused', (_, bytes, got) => {
    const text = thrown(() => documentText(x, Uint8Array.from(bytes)));
    expect(text).toContain(`${x}: not UTF-8 (${got}`);
  });

  it.each([
    ['xlsx', 'PK\u0003\u0004', 'a workbook of Excel'],
    ['xls', '\u00d0\u00cf\u0011\u00e0\u00a1', 'a workbook of an old Excel'],
    ['parquet', 'PAR1', 'a Parquet file'],
    ['csv.gz', '\u001f\u008b\u0008', 'a file compressed by gzip'],
  ])('that are other files are called so: %s', (_, start, kind) => {
    const bytes = Uint8Array.from([...start].map((one) => one.charCodeAt(0)));
    expect(thrown(() => documentText(x, bytes))).toMatch(
      new RegExp(`not text \\(got "${kind}.*CSV in UTF-8`),
    );
  });

  it('of more than a megabyte are refused', () => {
    expect(documentText(x, new Uint8Array(MAX_BYTES).fill(32))).toHaveLength(MAX_BYTES);
    const text = thrown(() => documentText(x, new Uint8Array(MAX_BYTES + 1)));
    expect(text).toContain(`${x}: too large`);
  });

  it('nested 50 levels deep are read, 51 and 200,000 are refused with the place', () => {
    const nested = (levels: number) => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    expect(message(nested(50))).toContain('unknown key');
    for (const levels of [51, 200_000]) {
      expect(message(nested(levels))).toContain(`${x} › line 1, column 55: nested too deeply`);
    }
  });

  it('are refused with a position where V8 names none', () => {
    expect(message('{\n  "a": 1,\n  "rate": NaN,\n  "b": 2\n}')).toBe(
      `${x} › line 3, column 11: not JSON. Unexpected token 'N'.`,
    );
  });

  it('that cannot be read are refused with the cause when they are used', () => {
    const fault = userError(x, 'no permission');
    const documents = indexDocuments('pipeline', [
      { path: x, text: '', fault },
      { path: 'pipelines/y.json', text: '{}' },
    ]);
    expect(thrown(() => documents.body('x'))).toBe(fault.message);
    expect(documents.body('y')).toEqual({});
  });
});

describe('names of documents', () => {
  it.each(['my pipe', 'x;touch PWNED;', 'My-Pipe', 'a--b', 'é', '$(id)'])(
    '%s is refused',
    (name) => {
      const documents = workspace({ [name]: least }).pipelines;
      const text = thrown(() => documents.body(name));
      expect(text).toContain(`not a name for a document (got ${JSON.stringify(name)}; expected `);
    },
  );

  it('have at most 60 characters', () => {
    const [long, longer] = ['d'.repeat(60), 'd'.repeat(61)];
    expect(resolve({ ...least, datasets: [long] }, { [long]: {} }).datasets).toHaveLength(1);
    const refused = () => resolve({ ...least, datasets: [longer] }, { [longer]: {} });
    expect(thrown(refused)).toContain(`datasets/${longer}.json: too long for a name`);
  });

  it('may be names of inherited object properties', () => {
    const datasets = { constructor: {}, flat: {} };
    const entry = { name: 'flat', budgets: [30, 40] };
    const text = resolve({ ...least, datasets: ['constructor', entry] }, datasets);
    expect(text.datasets.map(({ dataset }) => dataset)).toEqual(['constructor', 'flat']);
    expect([...text.ownBudgets.keys()]).toEqual(['flat']);
    expect(text.probes.get('constructor')).toHaveLength(1);
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    '%s is refused as key, method, option and dataset although objects inherit it',
    (name) => {
      const key = JSON.stringify(name);
      expect(message(`{${key}: {"seeds": 1}}`)).toContain(`${x} › ${name}: unknown key`);
      const option = `{"name": "turn", ${key}: 1}`;
      const withMethod = JSON.stringify(least).replace('"turn"', option);
      expect(message(withMethod)).toContain(`methods[0].${name}: unknown key`);
      expect(message({ ...least, methods: [name] })).toContain('methods[0]: unknown name');
      expect(message({ ...least, datasets: [name] })).toContain('datasets[0]: unknown name');
      expect(message({ ...least, extends: name })).toContain('extends: unknown name');
    },
  );
});

describe('messages', () => {
  it('show at most 200 characters of a value, however large or deep', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    for (const got of ['y'.repeat(1e6), numbers(1e5), deep, { ['k'.repeat(1e6)]: 1 }]) {
      const [, shown] = /got (.*…)\)$/.exec(userError('here', 'wrong', { got }).message)!;
      expect(shown).toHaveLength(200);
    }
    const short = { a: [1, 'ü', null, true, {}], b: [] };
    expect(userError('here', 'wrong', { got: short }).message).toContain(JSON.stringify(short));
  });

  it('contain no control characters', () => {
    const name = '\u001b[2J\u009b\u202e\u0000';
    for (const text of [message({ [name]: 1 }), message({ ...least, datasets: [name] })]) {
      expect(text).toContain('\\u001b[2J\\u009b\\u202e\\u0000');
    }
  });

  it('list 20 problems and count the others', () => {
    const lines = message({ ...least, methods: Array(500).fill('wrong') }).split('\n');
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe('and 480 more problems');
  });

  it('stay short for 60,000 unknown keys', () => {
    const keys = numbers(60_000).map((i) => `"k${i}": 0`);
    const text = message(`{${keys.join(',')}}`);
    expect(text.length).toBeLessThan(20_000);
    expect(text).toMatch(/and 59,9\d\d more problems$/);
  });

  it('list 25 known names and count the others', () => {
    const datasets = Object.fromEntries(numbers(100).map((i) => [`kind-${i}`, {}]));
    const text = thrown(() => resolve({ ...least, datasets: ['knd-7'] }, datasets));
    expect(text).toContain(' and 75 more)');
    expect(text).toContain('Did you mean "kind-7"?');
  });
});

describe('an excessive pipeline', () => {
  it.each<[string, object, string]>([
    ['seeds', { seeds: numbers(100_000) }, 'seeds: too long, 100000 entries'],
    ['budgets', { budgets: numbers(100_000) }, 'budgets: too long, 100000 entries'],
    ['images', { images: { train: 1e12 } }, 'images.train: too large'],
    ['prose', { question: 'w'.repeat(200_000) }, 'question: too long, 200000 characters'],
    ['nodes', { seeds: 1000, budgets: numbers(1000) }, `${x}: 2,001,005 nodes are too many`],
  ])('is refused: %s', (_, keys, expected) => {
    expect(message({ ...least, ...keys })).toContain(expected);
  });
});
