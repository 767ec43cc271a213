/** The datasets of `mini/factors` by what varies in them: texture, colour, viewpoint, lighting. */
export const twelveDatasets = [
  ...['', 'c', 't', 'v', 'l', 'tc', 'cv', 'cl', 'tcv', 'cvl', 'tvl', 'tcvl'],
];

/** Their pairs that differ by one factor, the dataset without it first. */
export const seventeenPairs = twelveDatasets.flatMap((without) =>
  twelveDatasets.flatMap((other) => {
    const added = [...other].filter((letter) => !without.includes(letter));
    const isPair = added.length === 1 && other.length === without.length + 1;
    return isPair ? [{ factor: added[0]!, names: [without, other] as const }] : [];
  }),
);
