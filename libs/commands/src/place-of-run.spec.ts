import { indexDocuments } from '@nhat/documents';
import { runSchema } from '@nhat/documents/cluster-options';
import { validate } from '@nhat/documents/validate';
import { placeOfRun } from './place-of-run';

const documents = (bodies: Record<string, object>) =>
  indexDocuments(
    'pipeline',
    Object.entries(bodies).map(([name, body]) => ({
      path: `pipelines/${name}.json`,
      text: JSON.stringify(body),
    })),
  );

describe('where a run takes place', () => {
  const pipelines = documents({
    near: {},
    far: { run: { on: 'slurm', partition: 'gpu', flags: ['-x'] } },
    'far-too': { run: { on: 'slurm', partition: 'gpu', flags: ['-x'] } },
    other: { run: { on: 'slurm', partition: 'cpu' } },
  });

  it('is here, unless the document of the pipeline names another place', () => {
    expect(placeOfRun(pipelines, ['near'], {})).toEqual({});
    expect(placeOfRun(pipelines, ['far', 'far-too'], {})).toEqual({
      NHAT_EXECUTOR: 'slurm',
      NHAT_CLUSTER: '{"partition":"gpu","flags":["-x"]}',
    });
    expect(placeOfRun(pipelines, [], {})).toEqual({});
  });

  it('is what NHAT_EXECUTOR says, whatever the document says', () => {
    expect(placeOfRun(pipelines, ['far', 'near'], { NHAT_EXECUTOR: 'worker' })).toEqual({});
  });

  it.each([
    ['near', 'far'],
    ['far', 'other'],
  ])('is refused for %s and %s together', (...names) => {
    expect(() => placeOfRun(pipelines, names, {})).toThrow(
      new RegExp(`pipelines/${names[1]}.json › run: differs .*pipelines/${names[0]}.json`),
    );
  });

  it('cannot move the programs of Slurm, which nx jobs and nx cancel look for, too', () => {
    const run = { on: 'slurm', programs: '/opt/slurm/bin' };
    expect(() => validate(runSchema, 'pipelines/far.json', run)).toThrow(/programs: unknown/);
  });
});
