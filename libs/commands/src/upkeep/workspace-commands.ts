import { flagHelp, jsonFlag } from '@nhat/documents';
import type { Flags } from '@nhat/documents';
import { faultsFlags } from '../faults-flags';
import { gcFlags, verifyFlags } from './flags';

/** A command of the workspace as a whole, `nx <name>`, which is a target of no project. */
export interface WorkspaceCommand {
  name: string;
  /** TypeScript entry, from the root of the workspace. */
  entry: string;
  /** What follows the name; nothing when absent. */
  takes?: string;
  help: string;
  flags: Flags;
}

const entry = (file: string) => `libs/commands/src/upkeep/${file}.ts`;

export const workspaceCommands: readonly WorkspaceCommand[] = [
  {
    ...{ name: 'faults', entry: 'libs/commands/src/try-faults.ts', flags: faultsFlags },
    help: 'Tries kills, damaged files, full disks, other clocks and broken servers on a small pipeline in a temporary folder, and counts how the runs end.',
  },
  {
    ...{ name: 'gc', entry: entry('gc'), flags: gcFlags },
    help: 'Deletes results, files, checkpoints and histories that no pipeline, pack or pin needs, after showing them and asking.',
  },
  {
    ...{ name: 'pin', entry: entry('pin'), takes: '<pipeline or node>', flags: jsonFlag },
    help: 'Keeps the results of today from nx gc, whatever becomes of document and code.',
  },
  {
    ...{ name: 'unpin', entry: entry('unpin'), takes: '<pipeline or node>', flags: {} },
    help: 'Lets pinned results go.',
  },
  {
    ...{ name: 'pins', entry: entry('list-pins'), flags: jsonFlag },
    help: 'Lists what is pinned.',
  },
  {
    ...{ name: 'du', entry: entry('du'), flags: jsonFlag },
    help: 'Shows the space of results by pipeline and by stage, and what nx gc would free.',
  },
  {
    ...{ name: 'verify', entry: entry('verify'), takes: '[pipeline]', flags: verifyFlags },
    help: 'Hashes everything here that has a digest, says what is damaged and how to mend it; with --recompute it also runs random nodes again and compares.',
  },
];

/** The command that the arguments of `nx` ask for, with the words after its name; undefined for every other command. */
export function askedWorkspaceCommand([name, ...words]: readonly string[]):
  { command: WorkspaceCommand; words: string[] } | undefined {
  const command = workspaceCommands.find((one) => one.name === name);
  return command && { command, words };
}

export function workspaceCommandHelp({ name, takes, help, flags }: WorkspaceCommand): string {
  const options = Object.keys(flags).length > 0;
  const head = ['npx nx', name, ...(takes ? [takes] : []), ...(options ? ['[options]'] : [])];
  const lines = [head.join(' '), help, ...(options ? ['', flagHelp(flags).trimEnd()] : [])];
  return `${lines.join('\n')}\n`;
}
