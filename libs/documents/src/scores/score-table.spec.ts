import { documentsOf, resolvePipeline } from '..';
import { least, workspace } from '../testing/workspace';

const HEAD = 'arm,n,seed,value';
const RUNS = ['scratch,50,0,0.3', 'scratch,100,0,0.5', 'turn,50,0,0.4'];
const lines = (...rows: string[]) => `${rows.join('\n')}\n`;
const plain = lines(HEAD, ...RUNS);

const resolve = (text: string, scores: object | string = 'runs.csv', more: object = {}) =>
  resolvePipeline(
    workspace({ x: { question: 'X?', scores, ...more } }, {}, { 'runs.csv': text }),
    'x',
  );
const cellsOf = (text: string, settings: object = {}) =>
  resolve(text, { file: 'runs.csv', ...settings }).scores!.cells;
const messageOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    expect((error as Error).name).toBe('UserError');
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
};

describe('a document with scores', () => {
  it('has the runs of its file, scratch first, and no grid', () => {
    const { scores, datasets, methods } = resolve(lines(HEAD, ...RUNS.toReversed()));
    expect([datasets, methods]).toEqual([[], []]);
    const run = (n: number, value: number, network: number | null) => ({
      ...{ n, seed: 0, value, network },
    });
    expect(scores).toMatchObject({ path: 'runs.csv', runs: 3 });
    expect(scores!.cells).toEqual([
      {
        ...{ dataset: 'runs', backbone: 'network', task: 'task' },
        metric: {
          ...{ name: 'accuracy', label: 'accuracy', unit: 'share', range: [0, 1] },
          ...{ higherIsBetter: true, chance: null, percent: false },
        },
        arms: [
          { arm: 'scratch', runs: [run(50, 0.3, null), run(100, 0.5, null)] },
          { arm: 'turn', runs: [run(50, 0.4, 0)] },
        ],
      },
    ]);
  });

  it('is made of its file, too', () => {
    const documents = workspace(
      { all: { question: 'All?', includes: ['x'] }, x: { question: 'X?', scores: 'runs.csv' } },
      {},
      { 'runs.csv': plain },
    );
    expect(documentsOf(documents, 'all')).toContain('runs.csv');
  });

  it('refuses keys of a grid, each with its place', () => {
    const message = messageOf(() => resolve(plain, 'runs.csv', { seeds: 3, tasks: ['sort'] }));
    expect(message).toMatch(/x\.json › seeds: .*\n.*x\.json › tasks: /);
  });

  it('says which document names a file that is not there', () => {
    const documents = workspace({ x: { question: 'X?', scores: 'no.csv' } });
    expect(messageOf(() => resolvePipeline(documents, 'x'))).toMatch(/^no\.csv: no such file/);
  });

  it('may stand in a study beside trainings', () => {
    const documents = workspace(
      {
        all: { question: 'All?', includes: ['x', 'y'] },
        x: { question: 'X?', scores: 'runs.csv' },
        y: least,
      },
      { flat: {} },
      { 'runs.csv': plain },
    );
    const { includes } = resolvePipeline(documents, 'all');
    expect(includes.map(({ scores }) => scores?.runs ?? null)).toEqual([3, null]);
  });
});

/** The plain table with these cells before its rows. */
const numbered = (cells: readonly (number | string)[]): string =>
  lines(...[HEAD, ...RUNS].map((row, at) => `${cells[at]},${row}`));

describe('a table of scores', () => {
  const expected = cellsOf(plain);

  it.each([
    ['a byte order mark and CRLF', `\ufeff${plain.replaceAll('\n', '\r\n')}`],
    ['CR alone', plain.replaceAll('\n', '\r')],
    [
      'the first line of Excel and CR alone',
      `sep=;\r${plain.replaceAll(',', ';').replaceAll('\n', '\r')}`,
    ],
    ['CRLF after the first row alone', plain.replace('\n', '\r\n')],
    [
      'CRLF after all rows but the first, and quotes',
      plain.replace(/[^,\n]+/g, '"$&"').replace(/(?<=\n.*)\n/g, '\r\n'),
    ],
    ['semicolons', plain.replaceAll(',', ';')],
    ['semicolons and decimal commas', plain.replaceAll(',', ';').replaceAll('.', ',')],
    ['tabs', plain.replaceAll(',', '\t')],
    ['tabs and decimal commas', plain.replaceAll(',', '\t').replaceAll('.', ',')],
    ['quotes', plain.replace(/[^,\n]+/g, '"$&"')],
    ['quoted decimal commas', plain.replace(/0\.(\d)/g, '"0,$1"')],
    ['the first line of Excel', `sep=;\r\n${plain.replaceAll(',', ';')}`],
    ['spaces around cells', plain.replaceAll(',', ' , ')],
    ['columns in capital letters', plain.replace(HEAD, 'Arm,N,Seed,Value')],
    ['Scratch in capital letters', plain.replaceAll('scratch', 'Scratch')],
    ['empty rows and columns at the end', `${plain.replaceAll('\n', ',,\n')},,,,,\n`],
    ['percent signs', plain.replace(/0\.(\d)/g, '$10 %')],
    ['counts that a program wrote as fractions', plain.replaceAll(',50,0,', ',50.0,0.0,')],
    ['counts with decimals', plain.replaceAll(',50,0,', ',50.0000,0.00,')],
    ['counts with exponents', plain.replaceAll(',50,0,', ',5.000000e+01,0e0,')],
    [
      'counts with decimal commas',
      plain.replaceAll(',', ';').replaceAll('.', ',').replaceAll(';50;0;', ';50,0;0,0;'),
    ],
    ['the numbers of rows that pandas writes', numbered(['', 0, 1, 2])],
    ['the numbers of rows that were sorted', numbered(['', 17, 3, 0])],
    [
      'the numbers of rows that R writes',
      numbered(['', 1, 2, 3]).replace(/(?<=^|,)[^,\n]*/gm, '"$&"'),
    ],
    [
      'the numbers of rows without a cell above them, as write.table of R writes them',
      plain
        .split('\n')
        .map((row, at) => (at === 0 || row === '' ? row : `"${at}",${row}`))
        .join('\n'),
    ],
    ['numbers with exponents', plain.replace(/0\.(\d)/g, '$1e-1')],
  ])('may have %s', (_, text) => {
    expect(cellsOf(text)).toEqual(expected);
  });

  it.each(['percent', 'Percent', '%'])(
    'may have %s throughout, when the document says so',
    (unit) => {
      const text = plain.replace(/0\.(\d)/g, '$10');
      expect(cellsOf(text, { unit, chance: 10 })).toEqual([
        { ...expected[0], metric: { ...expected[0]!.metric, percent: true, chance: 0.1 } },
      ]);
    },
  );

  it('may have counts as whole numbers with exponents', () => {
    const [cell] = cellsOf(plain.replaceAll(',50,', ',1e3,').replace(',100,', ',2.5E+03,'));
    expect(cell!.arms.map(({ runs }) => runs.map(({ n }) => n))).toEqual([[1000, 2500], [1000]]);
  });

  it('has one method for a name in two forms of Unicode', () => {
    const text = lines(HEAD, ...RUNS.slice(0, 2), 'me\u0301,50,0,0.4', 'm\u00e9,50,1,0.4');
    expect(cellsOf(text)[0]!.arms.map(({ arm }) => arm)).toEqual(['scratch', 'm\u00e9']);
  });

  it('takes names and networks from its columns', () => {
    const text = lines(
      'dataset,task,backbone,pretraining,arm,n,seed,value',
      ...['d,t,b,,scratch,50,0,0.3', 'd,t,b,,scratch,90,0,0.3', 'd,t,b,4,turn,50,0,0.3'],
    );
    const [cell] = cellsOf(text);
    expect(cell).toMatchObject({ dataset: 'd', task: 't', backbone: 'b' });
    expect(cell!.arms[1]!.runs[0]!.network).toBe(4);
  });

  it('gives each seed a network of its own, or all of them one, without a column', () => {
    const text = lines(HEAD, ...RUNS, 'turn,50,1,0.4');
    const networks = (settings: object) =>
      cellsOf(text, settings)[0]!.arms[1]!.runs.map(({ network }) => network);
    expect(networks({})).toEqual([0, 0]);
    expect(networks({ pretraining: 'seeds' })).toEqual([0, 1]);
  });

  it('passes over the columns that the document lists', () => {
    const text = plain.replace(/$/gm, ',x').replace(/^,x$/gm, '').replace(',x\n', ',note\n');
    expect(cellsOf(text, { ignore: ['note'] })).toEqual(expected);
  });

  it('may have tasks with different metrics', () => {
    const text = lines(
      `task,${HEAD}`,
      ...RUNS.map((row) => `sort,${row}`),
      ...RUNS.map((row) => `far,${row.replace('0.', '7.')}`),
    );
    const far = { metric: 'rmse', higherIsBetter: false, unit: 'metres' };
    const metrics = cellsOf(text, { tasks: { far } }).map(({ metric }) => metric);
    expect(metrics).toMatchObject([
      { name: 'accuracy', higherIsBetter: true },
      { name: 'rmse', higherIsBetter: false, unit: 'metres', range: [null, null] },
    ]);
  });
});

describe('a faulty table is refused with file, line, column and what to do', () => {
  const add = (...rows: string[]) => lines(HEAD, ...RUNS, ...rows);
  const column = (name: string, cells: string[]) =>
    lines(`${HEAD},${name}`, ...RUNS.map((row, at) => `${row},${cells[at]}`));

  it.each<[string, string, RegExp]>([
    ['nothing', '', /^runs\.csv: empty .*arm, n, seed, value/],
    ['names alone', `${HEAD}\n`, /^runs\.csv: no row/],
    ['an unknown column', column('fold', ['1', '2', '3']), /line 1, column "fold": .*"ignore"/],
    [
      'a column that is almost known',
      plain.replace('value', 'values'),
      /line 1, column "values": .*Did you mean "value"/,
    ],
    ['a column twice', column('Seed', ['0', '0', '0']), /line 1, column "Seed": a column twice/],
    ['no column of values', 'arm,n,seed\nscratch,5,0\n', /line 1: column "value" is missing/],
    ['an empty cell', add('turn,100,,0.4'), /line 5, column "seed": an empty cell .*got ""/],
    ['an empty name', add(',100,0,0.4'), /line 5, column "arm": an empty cell/],
    ['NaN', add('turn,100,0,NaN'), /line 5, column "value": not a number .*"NaN".*Remove the row/],
    ['infinity', add('turn,100,0,inf'), /line 5, column "value": not a number/],
    ['a value out of range', add('turn,100,0,-0.1'), /line 5, column "value": accuracy .*0 to 1/],
    ['percent without a sign', add('turn,100,0,48'), /line 5, column "value": .*unit": "percent"/],
    ['percent in one row', add('turn,100,0,48 %'), /line 2, column "value": .*as in line 5/],
    ['more than 100 %', plain.replace(/0\.(\d)/g, '$100 %'), /line 2, .*0 % to 100 %/],
    ['a run twice', add('turn,50,0,0.9'), /line 5: a second run of turn .*as in line 4/],
    ['no labels', add('turn,0,0,0.4'), /line 5, column "n": too small .*at least 1\)$/],
    ['half a label', add('turn,7.5,0,0.4'), /line 5, column "n": not a whole number/],
    ['thousands', add('turn,"1,000",0,0.4'), /line 5, column "n": .*may be 1 or 1000.*thousands/],
    ['millions', add('turn,"1,000,000",0,0.4'), /column "n": not .*separators of thousands\.$/],
    ['a fraction with an exponent', add('turn,1.5e0,0,0.4'), /"n": not a whole number .*1\)$/],
    ['a word for a number', add('turn,1k,0,0.4'), /line 5, column "n": not a whole number .*1\)$/],
    ['a negative seed', add('turn,100,-1,0.4'), /line 5, column "seed": too small .*labels\)$/],
    ['a seed of a clock', add('turn,100,1767225600000,0.4'), /"seed": too large .*Ten digits/],
    [
      'an invisible character',
      add('scratch\u200b,100,1,0.4'),
      /line 5, column "arm": an invisible character .*U\+200B/,
    ],
    ['bars between cells', plain.replaceAll(',', '|'), /line 1: one cell .*"arm\|n\|.*semicolons/],
    [
      'a column without a name that tells runs apart',
      numbered(['', 7, 7, 7]),
      /line 2: a cell in column 1, which has no name/,
    ],
    ['two decimal signs', add('turn,100,0,"0,4"'), /line 5, column "value": another decimal sign/],
    ['too many cells', add('turn,100,0,0,4'), /line 5: another number of cells .*decimal commas/],
    [
      'JSON',
      '[{"arm": "scratch", "n": 50, "seed": 0, "value": 0.3}]',
      /runs\.csv: JSON in place of a table/,
    ],
    [
      'JSON lines',
      '{"arm": "scratch", "n": 50, "seed": 0, "value": 0.3}\n',
      /JSON in place of a table/,
    ],
    ['a stray quote', add('turn,100,0,0"4'), /line 5: a quotation mark/],
    ['an open quote', add('turn,100,0,"0.4'), /line 5: a quotation mark/],
    ['a cell beside the table', lines(`${HEAD},`, `${RUNS[0]},x`), /line 2: a cell in column 5/],
    ['two spellings', add('Turn,100,0,0.4'), /line 5, column "arm": almost the same .*line 4/],
    ['a network of scratch', column('pretraining', ['0', '', '1']), /line 2, column "pretraining"/],
    [
      'a method without network',
      column('pretraining', ['', '', '']),
      /line 4, column "pretraining"/,
    ],
    [
      'no scratch',
      plain.replaceAll('scratch', 'zero'),
      /line 2: no run from scratch .*"zero, turn"/,
    ],
    [
      'one budget',
      lines(HEAD, RUNS[0]!, RUNS[2]!),
      /line 2: one budget from scratch .*at least two/,
    ],
    ['scratch alone', lines(HEAD, RUNS[0]!, RUNS[1]!), /line 2: nothing to compare/],
  ])('%s', (_, text, message) => {
    const found = messageOf(() => resolve(text));
    expect(found).toMatch(message);
    expect(found).toMatch(/^runs\.csv/);
  });

  const rmse = { metric: 'rmse', higherIsBetter: false, unit: 'euros' };

  it('a value that may have a separator of thousands', () => {
    const text = lines(HEAD, 'scratch,50,0,"1,234"', 'scratch,100,0,987', 'turn,50,0,"1,100"');
    expect(messageOf(() => resolve(text, { file: 'runs.csv', ...rmse }))).toMatch(
      /^runs\.csv › line 2, column "value": a number that may .*"1,234, beside 987 in line 3".*1\.2340, or 1234/,
    );
    const plainly = [text.replace('987', '98'), text.replace('987', '"987,0"')];
    for (const one of plainly) expect(cellsOf(one, rmse)[0]!.arms[0]!.runs[0]!.value).toBe(1.234);
  });

  it('shares that the document calls percent', () => {
    expect(messageOf(() => cellsOf(plain, { unit: 'percent' }))).toMatch(
      /x\.json › scores\.unit: no value is above 1 % .*up to 0\.5".*leave the unit out/,
    );
  });

  it('a line is counted as an editor does, below the first line of Excel and a cell of two lines', () => {
    const text = `sep=,\n${HEAD}\n${RUNS[0]}\n\n"tu\nrn",50,0,0.4\nturn,50,0,x\n`;
    const message = messageOf(() => resolve(text));
    expect(message).toMatch(/line 6, column "arm": a line break/);
    expect(message).toMatch(/line 7, column "value": not a number/);
  });

  it('faults of columns, rows, cells and values are listed together', () => {
    const percent = plain.replace(/0\.(\d)/g, '$10 %');
    const rows = percent.trim().split('\n');
    const faulty = ['turn,100,,50 %', 'turn,1.000,0,60 %', 'turn,100,0,abc', 'turn,200,0,0.5'];
    faulty.push('turn,50,0,41 %', 'Turn,100,1,200 %');
    const text = lines(
      ...[...rows, ...faulty].map((row, at) => (at === 0 ? `${row},note` : `${row},x`)),
      'turn,50,3,40 %,x,y',
    );
    const problems = messageOf(() => resolve(text)).split('\n');
    const wanted = [
      /line 1, column "note": unknown name .*pretraining\)\. A column that .*"ignore"\.$/,
      /line 11: another number of cells .*got 6;/,
      /line 5, column "seed": an empty cell/,
      /line 6, column "n": not a whole number .*"1\.000"/,
      /line 7, column "value": not a number .*"abc"/,
      /line 10, column "arm": almost the same name/,
      /line 8, column "value": no percent sign .*line 2/,
      /line 9: a second run of turn .*line 4/,
      /line 10, column "value": accuracy cannot be this .*0 % to 100 %/,
    ];
    expect(problems).toHaveLength(wanted.length);
    wanted.forEach((words, at) => expect(problems[at]).toMatch(words));
  });

  it('a missing column and other faults are listed together', () => {
    const text = lines('arm,n,seeds,value', 'scratch,50,0,x', 'turn,,0,0.4');
    const problems = messageOf(() => resolve(text)).split('\n');
    const wanted = [/column "seeds"/, /column "seed" is missing/, /line 2, column "value"/];
    wanted.push(/line 3, column "n": an empty cell/);
    expect(problems).toHaveLength(wanted.length);
    wanted.forEach((words, at) => expect(problems[at]).toMatch(words));
  });

  it('a cell is not said to lack what a row without a readable arm may have', () => {
    const message = messageOf(() => resolve(plain.replaceAll('scratch', '')));
    expect(message).toMatch(/line 2, column "arm"/);
    expect(message).not.toMatch(/no run from scratch/);
  });

  it('every fault is listed at once, up to twenty', () => {
    const text = add(...Array.from({ length: 30 }, (_, seed) => `turn,200,${seed},?`));
    expect(messageOf(() => resolve(text)).split('\n')).toHaveLength(21);
  });

  it.each<[string, object, RegExp]>([
    ['an unknown direction', { metric: 'rmse' }, /x\.json › scores\.higherIsBetter: /],
    ['an impossible chance', { chance: 3 }, /x\.json › scores\.chance: .*0 to 1/],
    ['a task without rows', { tasks: { far: {} } }, /x\.json › scores\.tasks: .*"far".*task/],
    ['a column that is not there', { ignore: ['fold'] }, /ignored columns: .*"fold"/],
    ['an unknown key', { delimiter: ';' }, /x\.json › scores\.delimiter: unknown key/],
    ['no file', {}, /x\.json › scores: key "file" is missing/],
  ])('settings with %s', (name, settings, message) => {
    const file = name === 'no file' ? {} : { file: 'runs.csv' };
    expect(messageOf(() => resolve(plain, { ...file, ...settings }))).toMatch(message);
  });
});
