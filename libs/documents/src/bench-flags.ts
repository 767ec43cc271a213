import type { Flags } from './flags';

// The flags of test tools of `curves` and `claims`. They are here because `commands` lists them, and these libraries may not import each other.

export const benchCurvesFlags = {
  table: {
    value: 'NAME',
    help: 'One table alone: utilities, panels, networks, next-run, choices or answers.',
  },
  repetitions: { value: 'COUNT', help: 'Simulated studies of a cell; 400 by default.' },
  draws: { value: 'COUNT', help: 'Draws of an interval; 400 by default.' },
} as const satisfies Flags;

export const benchClaimsFlags = {
  claim: { value: 'NAME', help: 'One claim alone.' },
  studies: { value: 'COUNT', help: 'Simulated studies of a row; 200 by default.' },
  draws: { value: 'COUNT', help: 'Draws of an interval; 400 by default.' },
  rounds: { help: 'Instead, what looking again after rounds of seeds does to one claim.' },
} as const satisfies Flags;
