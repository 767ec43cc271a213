import { lead } from './lead';
import type { Report } from './report';

/** What a list of reports shows of one report; the content of its `answer.json`. */
export interface AnswerRecord {
  pipeline: string;
  question: string;
  /** The sentence that answers the question. */
  answer: string;
  /** When the newest result was computed, ISO 8601 in UTC; null if unknown. */
  newest: string | null;
}

export const answerRecord = (report: Report): AnswerRecord => ({
  pipeline: report.name,
  question: report.question,
  answer: lead(report).headline,
  newest: report.provenance.newest,
});

/** The record in a text; undefined when the text is none. */
export function parseAnswer(text: string): AnswerRecord | undefined {
  try {
    const { pipeline, question, answer, newest } = JSON.parse(text) as Record<string, unknown>;
    const isRecord = [pipeline, question, answer].every((value) => typeof value === 'string');
    if (!isRecord || !(newest === null || typeof newest === 'string')) return undefined;
    return { pipeline, question, answer, newest } as AnswerRecord;
  } catch {
    return undefined;
  }
}
