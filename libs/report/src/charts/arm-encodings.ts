import { armStyles } from './theme';

/** Colour, shape and line of an arm. */
export interface ArmEncodings {
  color: object;
  shape: object;
  /** Absent where all lines are whole. */
  strokeDash?: object;
}

/** The encodings of arms by a field of the data; `strokeDash` where an arm has a line with gaps. */
export function armEncodings(
  field: string,
  arms: readonly string[],
  methods: readonly string[],
): ArmEncodings {
  const styles = arms.map(armStyles(methods));
  const of = (range: readonly unknown[]) => ({
    ...{ field, type: 'nominal', legend: null },
    scale: { domain: arms, range },
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
