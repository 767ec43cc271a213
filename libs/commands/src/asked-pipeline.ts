import { userError } from '@nhat/documents';

/** Name of the pipeline that Nx hands over in NHAT_PIPELINE. Throws a UserError when there is none. */
export function askedPipeline(environment: Readonly<Record<string, string | undefined>>): string {
  const record = environment['NHAT_PIPELINE'];
  if (record !== undefined) return (JSON.parse(record) as { name: string }).name;
  throw userError('NHAT_PIPELINE', 'not set', {
    expected: 'the record of a pipeline',
    advice: 'Pipelines are run by Nx, e.g. `npx nx plan smoke`.',
  });
}
