import { resolvePipeline } from '.';
import { least, workspace } from './testing/workspace';

const resolved = (keys: object) => resolvePipeline(workspace({ x: { ...least, ...keys } }), 'x');

describe('a goal', () => {
  it('is a width with its defaults, or the claims of the document', () => {
    expect(resolved({ goal: { width: 0.7 } }).goal).toEqual({
      ...{ width: 0.7, verdict: false, claims: false, trainings: 40 },
    });
    const claims = ['gains-more'];
    expect(resolved({ goal: { claims: true, trainings: 9 }, claims }).goal).toEqual({
      ...{ width: null, verdict: false, claims: true, trainings: 9 },
    });
    expect(resolved({}).goal).toBeNull();
  });

  it('of claims takes the place of a width that a document inherits', () => {
    const own = {
      question: 'Own?',
      extends: 'base',
      claims: ['gains-more'],
      goal: { claims: true },
    };
    const documents = workspace({ base: { ...least, goal: { width: 1 } }, x: own });
    expect(resolvePipeline(documents, 'x').goal).toMatchObject({ width: null, claims: true });
  });

  it('of claims is not inherited by a document that lists none, because claims are not', () => {
    const base = { ...least, claims: ['gains-more'], goal: { claims: true, trainings: 9 } };
    const goalWith = (keys: object) =>
      resolvePipeline(workspace({ base, x: { question: 'Own?', extends: 'base', ...keys } }), 'x')
        .goal;
    expect(goalWith({})).toBeNull();
    expect(goalWith({ goal: { width: 1 } })).toMatchObject({ width: 1, trainings: 9 });
    expect(goalWith({ claims: ['gains-more'] })).toMatchObject({ claims: true, trainings: 9 });
    expect(() => goalWith({ goal: { claims: true } })).toThrow(
      /x\.json › goal\.claims: .*no claims/,
    );
  });

  it('of claims belongs to a study without trainings of its own; a width does not', () => {
    const study = { question: 'All?', includes: ['x'], claims: ['gains-more'] };
    const goalOf = (goal: object) =>
      resolvePipeline(workspace({ x: least, all: { ...study, goal } }), 'all').goal;
    expect(goalOf({ claims: true })).toMatchObject({ claims: true, trainings: 40 });
    expect(() => goalOf({ width: 1 })).toThrow(/all\.json › goal: belongs to trainings/);
  });

  it.each<[string, object, string, RegExp]>([
    ['without a width', { goal: { verdict: true } }, 'goal', /"width" is missing.*"claims": true/],
    ['with an unknown key', { goal: { with: 1 } }, 'goal.with', /unknown key.*"width"\?/],
    ['of no width', { goal: { width: 0 } }, 'goal.width', /too small.* 0/],
    ['of no trainings', { goal: { width: 1, trainings: 0 } }, 'goal.trainings', /too small.* 1/],
    ['of one seed', { goal: { width: 1 }, seeds: 1 }, 'seeds', /too few for a goal.*at least 2/],
    [
      'of claims of one seed',
      { goal: { claims: true }, claims: ['gains-more'], seeds: 1 },
      'seeds',
      /too few for a goal/,
    ],
    [
      'of other intervals',
      { goal: { width: 1 }, inversion: 'paper' },
      'inversion',
      /not those of the goal.*isotonic/,
    ],
    ['of claims without claims', { goal: { claims: true } }, 'goal.claims', /no claims/],
    [
      'of claims and of a width',
      { goal: { claims: true, width: 1 }, claims: ['gains-more'] },
      'goal.width',
      /claims are the goal.*either/,
    ],
  ])('%s is refused, with its place', (_, keys, place, message) => {
    expect(() => resolved(keys)).toThrow(`pipelines/x.json › ${place}: `);
    expect(() => resolved(keys)).toThrow(message);
  });
});
