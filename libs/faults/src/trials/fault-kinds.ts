import { clockKind } from './clock-kind';
import { damageKind } from './damage-kind';
import { diskKind } from './disk-kind';
import type { FaultKind } from './fault-kind';
import { fileClasses } from './file-classes';
import { killKind } from './kill-kind';
import { readOnlyKind } from './read-only-kind';
import { serverKind } from './server-kind';

/** Every kind of fault by name. */
const kinds = {
  kill: killKind,
  flip: damageKind('flip', 6 * fileClasses.length),
  truncate: damageKind('truncate', 2 * fileClasses.length),
  empty: damageKind('empty', fileClasses.length),
  delete: damageKind('delete', fileClasses.length),
  folder: damageKind('folder', fileClasses.length),
  disk: diskKind,
  'read-only': readOnlyKind,
  clock: clockKind,
  server: serverKind,
} satisfies Record<string, FaultKind>;

export type FaultKindName = keyof typeof kinds;

export const faultKinds: Readonly<Record<FaultKindName, FaultKind>> = kinds;
