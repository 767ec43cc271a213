import fs from 'node:fs';
import path from 'node:path';
import { makeFolder } from '@nhat/artifacts';

/** How the last preparation in this clone went; `doctor` shows it. */
export interface PreparationReport {
  rung: 'native' | 'wasm';
  /** Rungs above the one reached, best first, and why they were not. */
  missed: { rung: string; why: string }[];
  /** Folder of the prepared engine; empty on wasm. */
  folder: string;
  log: string;
}

const fileOf = (folder: string) => path.join(folder, 'engine.json');

export function writeReport(folder: string, report: PreparationReport): void {
  const file = fileOf(folder);
  makeFolder(path.dirname(file));
  fs.writeFileSync(`${file}.${process.pid}.part`, `${JSON.stringify(report, null, 2)}\n`);
  fs.renameSync(`${file}.${process.pid}.part`, file);
}

/** The report of the last preparation; undefined before the first. */
export function readReport(folder: string): PreparationReport | undefined {
  try {
    return JSON.parse(fs.readFileSync(fileOf(folder), 'utf8')) as PreparationReport;
  } catch {
    return undefined;
  }
}
