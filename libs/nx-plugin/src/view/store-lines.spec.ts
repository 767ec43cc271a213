import { storeLines } from './store-lines';

const url = 'store: http://127.0.0.1:1';
const entry = (digit: string) => `${url}/ac/${digit.repeat(64)}`;

it('names each fault of a store once, whichever nodes and entries it met', () => {
  const down = `${url} is not available (nobody listens there); the run goes on without it`;
  const damaged = (digit: string) =>
    `${entry(digit)} is damaged (not a whole manifest); it stays there, unused`;
  const other = (writer: string) => `${url}: results of the writer ${writer} count as absent; …`;
  expect(
    storeLines([
      `> nx run scratch-1:run\n\nscratch-1: done in 1.0 s\n\u001b[31m${down}\u001b[39m\n`,
      `${down}\n${damaged('a')}\n`,
      `${damaged('b')}\n${other('ann')}\n${other('bob')}\nscratch: store: no line of a store\n`,
    ]),
  ).toEqual([down, damaged('a'), other('ann')]);
});

it('says nothing where nothing was wrong', () => {
  expect(storeLines(['scratch-1: done in 1.0 s\n', ''])).toEqual([]);
});
