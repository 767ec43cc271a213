import { armStyles } from './theme';

/** Colour, shape and line of an arm. */
export interface ArmEncodings {
  color: object;
  shape: object;
  /** Absent where all lines are whole. */
  strokeDash?: object;
}

/** The field that tells arms apart in every data set of a chart. */
export const ARM_KEY = 'key';

/** What stands for an arm there, because Vega makes keys of objects of it, and a user may call an arm `__proto__`. */
const keyOf = (arm: string): string => `arm ${arm}`;

/** Rows of a data set with the keys of their arms. */
export const withKeys = <Row extends object>(
  rows: readonly Row[],
  armOf: (row: Row) => string,
): (Row & { key: string })[] => rows.map((row) => ({ ...row, [ARM_KEY]: keyOf(armOf(row)) }));

/** The encodings of arms; `strokeDash` where an arm has a line with gaps. */
export function armEncodings(arms: readonly string[], methods: readonly string[]): ArmEncodings {
  const styles = arms.map(armStyles(methods));
  const of = (range: readonly unknown[]) => ({
    ...{ field: ARM_KEY, type: 'nominal', legend: null },
    scale: { domain: arms.map(keyOf), range },
  });
  const dashes = styles.map(({ dash }) => (dash.length === 0 ? WHOLE : dash));
  return {
    color: of(styles.map(({ colour }) => colour)),
    shape: of(styles.map(({ shape }) => shape)),
    ...(styles.some(({ dash }) => dash.length > 0) && { strokeDash: of(dashes) }),
  };
}

/** A line without gaps among those that have them. */
const WHOLE = [1, 0];
