import { readParallelFromArgsAndEnv } from 'nx/src/command-line/yargs-utils/shared-options';
import { processesOf } from './plan-cost';

/** What Nx makes of the variable; its runner takes 3 where it is not set. */
function parallelOfNx(value: string | undefined): number {
  const before = process.env['NX_PARALLEL'];
  if (value === undefined) delete process.env['NX_PARALLEL'];
  else process.env['NX_PARALLEL'] = value;
  try {
    return readParallelFromArgsAndEnv({}) ?? 3;
  } finally {
    if (before === undefined) delete process.env['NX_PARALLEL'];
    else process.env['NX_PARALLEL'] = before;
  }
}

it.each([undefined, '', '1', '3', '500', '0', '100%', '75%', '50%', '1%', '33.4%', '2.9'])(
  'counts as many nodes side by side as Nx does with NX_PARALLEL=%s',
  (value) => expect(processesOf({ NX_PARALLEL: value })).toBe(parallelOfNx(value)),
);
