import { decideArguments } from './decide-arguments';

it('reads what nx decide may be told', () => {
  expect(decideArguments('nx decide x', [])).toEqual({
    ...{ json: false, dryRun: false, rounds: Infinity },
  });
  expect(decideArguments('nx decide x', ['--dry-run', '--rounds', '3', '--json'])).toEqual({
    ...{ json: true, dryRun: true, rounds: 3 },
  });
});

it.each<[string[], string[]]>([
  [
    ['--rounds', 'two'],
    ['--rounds', 'two', 'from 1'],
  ],
  [
    ['--rounds', '0'],
    ['--rounds', '0', 'from 1'],
  ],
  [
    ['--round', '2'],
    ['nx decide x', '--rounds?'],
  ],
])('refuses %j', (words, named) => {
  for (const word of named) expect(() => decideArguments('nx decide x', words)).toThrow(word);
});
