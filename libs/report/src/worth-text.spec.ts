import { breakEven } from './worth';
import type { Saving } from './worth';
import { labelTime, priceEnds, priceText, savedEnds, savedLabels, savingWords } from './worth-text';

const saving = (more: Partial<Saving> = {}): Saving => ({
  ...{ n: 100, saved: 94, open: '', low: 13, high: 187, lowOpen: false, highOpen: false },
  ...more,
});
const texts = (more: Partial<Saving> = {}, hours = 0.05) => {
  const one = saving(more);
  const price = breakEven(one, hours);
  return [savedLabels(one), savedEnds(one), priceText(one, price), priceEnds(one, price)];
};

it('prints labels saved, and the computing time that a label must be worth', () => {
  expect(texts()).toEqual(['94', '13 to 187', '1.9 s', '0.96 s to 14 s']);
});

it('turns bounds of labels round for the price', () => {
  const [saved, ends, price, prices] = texts({ open: '>', highOpen: true });
  expect([saved, ends, price, prices]).toEqual([
    '> 94',
    '13 to > 187',
    '< 1.9 s',
    '< 0.96 s to 14 s',
  ]);
  expect(texts({ open: '<', lowOpen: true })[2]).toBe('> 1.9 s');
});

it('has no price where no label is saved, and no ends without an interval', () => {
  expect(texts({ saved: -5, low: -20, high: 10 })).toEqual([
    '−5',
    '−20 to 10',
    'never',
    '18 s to never',
  ]);
  expect(texts({ saved: -5, low: -20, high: -1 })[3]).toBe('never');
  expect(texts({ low: null, high: null })).toEqual(['94', null, '1.9 s', null]);
});

it('says up to which price an arm pays that takes less computing than scratch', () => {
  const prices = (more: Partial<Saving> = {}) => texts(more, -0.05).slice(2);
  expect(prices()).toEqual(['always', 'always']);
  expect(prices({ saved: -50, low: -90, high: 20 })).toEqual(['up to 3.6 s', '2.0 s to always']);
  expect(prices({ saved: -50, low: -90, high: -20 })[1]).toBe('2.0 s to 9.0 s');
  const bounds = { open: '<', saved: -50, low: -50, lowOpen: true } as const;
  expect(prices(bounds)).toEqual(['up to < 3.6 s', '< 3.6 s to always']);
  expect(prices({ ...bounds, saved: 0, low: 0 })).toEqual(['–', '–']);
});

it('keeps the sign of an end that rounds to no label', () => {
  expect(savedEnds(saving({ low: -40, high: -0.34 }))).toBe('−40 to −0.3');
});

it('prints times in the unit that fits', () => {
  expect([0.0001, 0.05, 3, 99.7, 250].map(labelTime)).toEqual([
    ...['0.36 s', '3.0 min', '3.0 h', '100 h', '250 h'],
  ]);
});

it('says what is saved or costs labels, with bounds in words', () => {
  const words = (more: Partial<Saving> = {}) => savingWords(saving(more), '95 %');
  expect(words()).toBe('saves 94 labels (95 % interval 13 to 187)');
  expect(words({ saved: -24, low: -52, high: 7, lowOpen: true })).toBe(
    'costs 24 labels (95 % interval of the labels saved < −52 to 7)',
  );
  expect(words({ open: '>', highOpen: true })).toMatch(/^saves more than 94 labels \(/);
  expect(words({ saved: -50, open: '<' })).toMatch(/^costs more than 50 labels \(/);
  expect(words({ saved: 0, open: '<' })).toMatch(/^costs labels \(/);
  expect(words({ saved: 1, low: null })).toBe('saves 1 label (no interval)');
});
