import { claimLines } from '@nhat/report/claim-text';
import type { Report } from '@nhat/report';
import { costTable } from '@nhat/report/cost-table';
import { lead } from '@nhat/report/lead';
import { terminalTable } from '@nhat/report/terminal-table';

const COLUMNS = 100;

/** The text for the terminal: the question, the table, the paragraph of the page, the outcomes of claims, and the cost of every stage. */
export function summary(report: Report): string {
  const { headline, notes } = lead(report);
  const lines = [headline, ...notes.map(({ label, text }) => `${label}: ${text}`)];
  const sections = [wrap(report.question), '', terminalTable(report), ...lines.map(wrap)];
  const claims = report.claims.length > 0 ? ['', 'Claims', ...claimLines(report.claims)] : [];
  return [...sections, ...claims, '', costTable(report.stages)].join('\n');
}

/** Wraps a text at spaces, but not before a percent sign, so that lines have at most 100 columns. */
export function wrap(text: string): string {
  const lines = [''];
  for (const word of text.split(/ (?!%)/)) {
    const line = lines.at(-1)!;
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= COLUMNS) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}
