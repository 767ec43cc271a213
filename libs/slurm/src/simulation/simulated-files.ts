import type { ClusterFiles } from '../cluster-io';

/** The files below `.nhat/slurm`: `batches/<token>/<name>`. */
export class SimulatedFiles implements ClusterFiles {
  /** While it is full, nothing can be written. */
  isFull = false;
  private readonly batches = new Map<string, Map<string, string>>();
  private readonly written = new Map<string, number>();

  /** `now` gives the time of the disk in milliseconds. */
  constructor(private readonly now: () => number) {}

  readonly write = (path: string, text: string): void => {
    if (this.isFull) {
      const error = new Error(`ENOSPC: no space left on device, write '${path}'`);
      throw Object.assign(error, { code: 'ENOSPC' });
    }
    const [, token, name] = path.split('/');
    const batch = this.batches.get(token!) ?? new Map<string, string>();
    this.batches.set(token!, batch.set(name!, text));
    this.written.set(token!, this.now());
  };

  readonly read = (path: string): string | undefined => {
    const [, token, name] = path.split('/');
    return this.batches.get(token!)?.get(name!);
  };

  readonly readFrom = (path: string, byte: number): { text: string; end: number } => {
    const text = this.read(path)?.slice(byte) ?? '';
    return { text, end: byte + text.length };
  };

  readonly list = (folder: string): string[] => {
    const [, token] = folder.split('/');
    return [
      ...(token === undefined ? this.batches : (this.batches.get(token) ?? new Map())).keys(),
    ];
  };

  readonly age = (folder: string): number | undefined => {
    const written = this.written.get(folder.split('/')[1]!);
    return written === undefined ? undefined : this.now() - written;
  };

  readonly remove = (path: string): void => {
    const [, token, name] = path.split('/');
    if (name === undefined) this.batches.delete(token!);
    else this.batches.get(token!)?.delete(name);
  };
}
