import { changedLeaves } from '@nhat/documents';
import { changeWords, optionWords } from '.';

const pretrain = {
  dataset: 'shapes-tc',
  method: { name: 'rotation', options: { views: 4 } },
  backbone: { name: 'resnet9', options: { width: 0.25 } },
  schedule: { peakRate: 0.001, imagesSeen: 50_000 },
  augment: { flip: true },
};
const wordsFor = (after: object) => {
  const changes = changedLeaves(pretrain, { ...pretrain, ...after });
  return changeWords('pretrain', pretrain, changes);
};

describe('a change in words', () => {
  it.each<[object, string]>([
    [
      { schedule: { peakRate: 0.003, imagesSeen: 50_000 } },
      'the learning rate of pretraining with rotation changed: 0.001 → 0.003',
    ],
    [
      { schedule: { peakRate: 0.001, imagesSeen: 100_000 } },
      'the number of images seen in pretraining with rotation changed: 50,000 → 100,000',
    ],
    [
      { augment: { flip: true, grey: true } },
      'the augmentation grey in pretraining with rotation changed: off → on',
    ],
    [{ method: { name: 'rotation', options: { views: 2 } } }, 'views of rotation changed: 4 → 2'],
    [
      { backbone: { name: 'resnet9', options: { width: 0.5 } } },
      'width of the network resnet9 changed: 0.25 → 0.5',
    ],
  ])('%j', (after, words) => {
    expect(wordsFor(after)).toEqual([words]);
  });

  it('names an option that nobody has named yet by its path', () => {
    expect(optionWords('pretrain', pretrain, 'new.option')).toBe(
      'new.option of pretraining with rotation',
    );
  });

  it('says nothing where nothing changed', () => {
    expect(wordsFor({})).toEqual([]);
  });
});
