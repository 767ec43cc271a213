import fs from 'node:fs';
import path from 'node:path';
import { makeFolder } from '@nhat/artifacts';
import type { MissedEngine } from '../engine-kind';

/** How the last preparation in this clone went; `doctor` shows it. */
export interface PreparationReport {
  /** Whether there is a native engine now. */
  prepared: boolean;
  /** Better ways to one than what was reached, best first, and why they failed. */
  missed: MissedEngine[];
  /** Folder of the prepared engine; empty when there is none. */
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

/** The report of the last preparation; undefined before the first, and where it has another form. */
export function readReport(folder: string): PreparationReport | undefined {
  try {
    const report = JSON.parse(fs.readFileSync(fileOf(folder), 'utf8')) as PreparationReport;
    const isWhole = report.missed.every(({ engine }) => typeof engine === 'string');
    return isWhole ? report : undefined;
  } catch {
    return undefined;
  }
}
