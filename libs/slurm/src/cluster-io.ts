/** How a program ended. */
export interface ProgramEnd {
  /** Null where the program could not be started or did not end in time. */
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Everything outside this library that the driver uses, so that tests can drive it through any schedule. */
export interface ClusterIo {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Milliseconds since 1970; may jump. */
  date(): number;
  sleep(ms: number): Promise<void>;
  /** Runs a program of Slurm. Never rejects. */
  run(program: string, args: readonly string[]): Promise<ProgramEnd>;
  /** A name that no other call has returned, of lower-case letters and digits. */
  token(): string;
  files: ClusterFiles;
}

/** Files below `.nhat/slurm`, which driver and compute nodes share. Paths are relative, with `/`. */
export interface ClusterFiles {
  /** Writes the whole file or nothing. */
  write(path: string, text: string): void;
  /** Undefined where there is no such file, or only a part of it. */
  read(path: string): string | undefined;
  /** The text from this byte on; empty where there is none. */
  readFrom(path: string, byte: number): { text: string; end: number };
  /** The names in a folder; none where there is no such folder. */
  list(folder: string): string[];
  /**
   * Milliseconds since anything in a folder was written, by the clock of the disk, because those of machines differ; undefined where
   * that cannot be known.
   */
  age(folder: string): number | undefined;
  /** Removes a file or a folder with all that is in it. */
  remove(path: string): void;
}
