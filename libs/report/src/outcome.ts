import { verdict } from '@nhat/curves';
import type { Verdict } from '@nhat/curves';
import type { Cell } from './rows';

/** What a cell shows: its verdict, or the reason why it has none. */
export type Outcome = Verdict;

/** The outcome that all words, tags and rows of a report use; reasons against a verdict come before the verdict. */
export const outcome = ({ point }: Cell): Outcome => verdict(point);
