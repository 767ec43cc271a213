import { FormatError, readPlainFile } from '@nhat/artifacts';
import { PACK_LIMIT, decodePack } from './decode-pack';
import type { Pack } from './decode-pack';

/** A pack and the size of its file in bytes, or why there is none. */
export type ReadPack =
  | { kind: 'pack'; pack: Pack; bytes: number }
  | { kind: 'missing' }
  | { kind: 'damaged'; why: string };

/** Reads the pack in a file. With `pipeline`, that of another pipeline counts as damaged. */
export function readPack(path: string, pipeline?: string): ReadPack {
  const found = readPlainFile(path, PACK_LIMIT);
  if (found.kind === 'missing') return found;
  if (found.kind === 'forbidden') return { kind: 'damaged', why: `no permission, ${found.code}` };
  if (found.kind === 'damaged') return found;
  try {
    const pack = decodePack(found.bytes);
    const { name } = pack.pipeline;
    if (pipeline === undefined || name === pipeline)
      return { kind: 'pack', pack, bytes: found.bytes.length };
    return { kind: 'damaged', why: `got the pack of ${name}; expected that of ${pipeline}` };
  } catch (error) {
    if (error instanceof FormatError) return { kind: 'damaged', why: error.message };
    throw error;
  }
}
