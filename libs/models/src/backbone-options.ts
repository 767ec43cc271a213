/** Options that every backbone has. */
export const featuresOption = {
  type: 'integer',
  description:
    'Length of the feature vector. The same at every width, so that heads and methods see the same space and a comparison of widths changes nothing else.',
  default: 256,
  minimum: 1,
  maximum: 4096,
} as const;

export const widthOption = <Text extends string>(description: Text) =>
  ({ type: 'number', description, default: 1, exclusiveMinimum: 0, maximum: 8 }) as const;
