import type { PipelineTarget } from './command-list';
import { withoutPipeline } from './without-pipeline';

/** The record of a pipeline that Nx hands over in NHAT_PIPELINE to this target. Throws a UserError when there is none. */
export function askedRecord(target: PipelineTarget): string {
  const record = process.env['NHAT_PIPELINE'];
  if (record === undefined) throw withoutPipeline(target);
  return record;
}

/** The name of that pipeline. */
export const askedPipeline = (target: PipelineTarget): string =>
  (JSON.parse(askedRecord(target)) as { name: string }).name;
