import { UserError, readFlags, unknownName } from '@nhat/documents';
import { nameIn } from './named';
import { changePins, readPins } from './pins';

/** `nx unpin <name>`: lets a pinned result go; nothing is deleted by that. */
export async function main(args: string[], root = process.cwd()): Promise<void> {
  const { name, words } = nameIn('nx unpin', args);
  readFlags(`nx unpin ${name}`, words, {});
  const names = readPins(root).map((pin) => pin.name);
  if (!names.includes(name)) throw new UserError(unknownName('nx unpin', name, names));
  await changePins(root, (pins) => pins.filter((pin) => pin.name !== name));
  process.stdout.write(`${name}: no longer pinned; npx nx gc shows what may go now\n`);
}
