import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { stream } from '@nhat/random';
import { parityFlags, readFlags, userError } from '@nhat/documents';
import { compareCurves } from './compare-curves';
import { learningCurve } from '../learning-curve';
import { isotonicReading, paperReading } from '../readings';
import { verdict } from '../verdict';

/** A study as `parity/studies.py` writes it. */
export interface SimulatedStudy {
  id: string;
  mode: 'isotonic' | 'paper';
  higherIsBetter: boolean;
  coverage: number;
  draws: number;
  scratch: SimulatedCell[];
  finetuned: SimulatedCell[];
}

interface SimulatedCell {
  n: number;
  runs: number[];
}

/** The results of this library for a study, as `parity/compare.py` reads them. */
export type StudyResult = ReturnType<typeof resultOf>;

export interface ParityReport {
  disagreements: number;
  utilities: number;
  studies: number;
  /** The kinds of disagreement with examples, and the counts in the last line. */
  text: string;
}

/** The studies, and where the results of `recompute.py` for them lie. */
export interface Recomputed {
  studies: SimulatedStudy[];
  folder: string;
  parts: string[];
}

const scripts = path.resolve('libs/curves/parity');

/**
 * Recomputes the statistics of simulated studies in Python and compares: `npx nx parity curves --every 10`. Returns 1 if
 * something disagrees. Throws a UserError for a wrong flag and where Python is absent.
 */
export async function main(args: string[]): Promise<number> {
  const flags = readFlags('nx parity curves', args, parityFlags);
  const every = count('--every', flags.every ?? '1');
  const draws = count('--draws', flags.draws ?? '20000');
  return withFolder(async (folder) => {
    const recomputed = await recompute(folder, every, draws);
    const { disagreements, text } = await compare(recomputed, recomputed.studies.map(resultOf));
    process.stdout.write(text);
    return disagreements > 0 ? 1 : 0;
  });
}

/** Calls `work` with a new temporary folder and removes that afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nhat-parity-'));
  try {
    return await work(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes the studies to `folder` and recomputes them, in as many processes as there are cores. */
export async function recompute(folder: string, every: number, draws: number): Promise<Recomputed> {
  const file = path.join(folder, 'studies.json');
  await python('studies.py', [file, String(every)]);
  const processes = os.availableParallelism();
  const parts = await Promise.all(
    Array.from({ length: processes }, async (_, at) => {
      const part = path.join(folder, `recomputed-${at}.json`);
      await python('recompute.py', [file, part, String(draws), `${at}/${processes}`]);
      return part;
    }),
  );
  return { studies: JSON.parse(fs.readFileSync(file, 'utf8')), folder, parts };
}

/** What this library computes for a study. */
export function resultOf(study: SimulatedStudy) {
  const curve = (arm: string, cells: readonly SimulatedCell[]) => {
    const runs = cells.flatMap(({ n, runs }) =>
      runs.map((value, seed) => ({ n, seed, value, train: null, fitted: null, pretraining: null })),
    );
    return learningCurve(arm, runs, study.higherIsBetter);
  };
  const scratch = curve('scratch', study.scratch);
  const points = compareCurves(scratch, curve('finetuned', study.finetuned), {
    reading: study.mode === 'paper' ? paperReading : isotonicReading,
    coverage: study.coverage,
    draws: study.draws,
    stream: stream('parity', study.id),
  }).map((point) => ({ ...point, verdict: verdict(point) }));
  const fit = study.mode === 'paper' ? null : scratch.fit.map(({ value }) => value);
  return { study: study.id, points, fit };
}

/** Compares results of this library, one for each study, with the recomputed ones. */
export async function compare(
  { folder, parts }: Recomputed,
  results: readonly StudyResult[],
): Promise<ParityReport> {
  const file = path.join(folder, 'results.json');
  fs.writeFileSync(file, JSON.stringify(results));
  const text = await python('compare.py', [path.join(folder, 'studies.json'), file, ...parts], 1);
  const counts = /^(\d+) disagreements over (\d+) utilities of (\d+) studies$/m.exec(text);
  if (!counts) throw new Error(`compare.py printed no counts: ${text}`);
  const [disagreements, utilities, studies] = counts.slice(1).map(Number);
  return { disagreements: disagreements!, utilities: utilities!, studies: studies!, text };
}

/** Runs a script of `parity/` and resolves to what it prints; it may end with 0 or with `allowed`. */
export function python(script: string, args: readonly string[], allowed = 0): Promise<string> {
  const program = process.env['NHAT_PYTHON'] || 'python3';
  const options = { maxBuffer: 2 ** 26, env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } };
  return new Promise((resolve, reject) => {
    const words = [path.join(scripts, script), ...args];
    execFile(program, words, options, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT' || (error as NodeJS.ErrnoException)?.syscall) {
        reject(noPython(program));
      } else if (error && (error.code !== allowed || stderr !== '')) {
        reject(new Error(`${script} failed: ${stderr || error.message}`));
      } else resolve(stdout);
    });
  });
}

const noPython = (program: string) =>
  userError('nx parity curves', 'Python does not start', {
    got: program,
    expected: 'Python 3.9 or newer',
    advice: 'Install it, or set NHAT_PYTHON to its path.',
  });

function count(flag: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw userError(flag, 'no count', { got: text, expected: 'a whole number from 1' });
}
