import { claimLines, looksText, outcomesText } from '@nhat/report/claim-text';
import type { Report } from '@nhat/report';
import { costTable } from '@nhat/report/cost-table';
import { lead } from '@nhat/report/lead';
import type { Note } from '@nhat/report/lead';
import { terminalTable } from '@nhat/report/terminal-table';
import { wrappedLines } from '@nhat/report/wrapped-lines';

/** Notes without which the answer would be misread, so that the short text has them, too. */
const ALARMS = ['Collapsed'];

/** The texts for the terminal. */
export interface Summary {
  /** The question, the table, the answer in one sentence, and the outcomes of claims. */
  summary: string;
  /** The paragraph of the page and the cost of every stage, for those who ask. */
  details: string;
  /** How many notes of the paragraph warn, or limit what may be read. */
  warnings: number;
}

export function summary(report: Report): Summary {
  const { headline, counts, decision, figures, notes } = lead(report);
  const looks = looksText(report.rounds);
  const claims =
    report.claims.length === 0
      ? []
      : [
          '',
          outcomesText(report.claims),
          ...claimLines(report.claims),
          ...(looks === '' ? [] : [wrap(looks)]),
        ];
  const alarms = notes.filter(({ label }) => ALARMS.includes(label)).map(paragraph);
  const priced =
    decision === null
      ? []
      : [
          ...decision.sentences,
          ...decision.details.map(({ label, text }) => `${label}: ${text}`),
          figures,
        ];
  const found = [headline, counts, ...priced].filter((text) => text !== '');
  const body = [terminalTable(report), ...found.map(wrap), ...alarms];
  const answer = [wrap(report.question), '', ...body, ...claims];
  const details = [...notes.map(paragraph), ''];
  return {
    summary: answer.join('\n'),
    details: [...details, costTable(report)].join('\n'),
    warnings: notes.filter(({ kind }) => kind !== 'description').length,
  };
}

const paragraph = ({ label, text }: Note): string => wrap(`${label}: ${text}`);

const wrap = (text: string): string => wrappedLines(text).join('\n');
