/** The one way in which texts write numbers of things: rounded, with a comma before each group of three digits; 12345.6 → `12,346`. */
export const count = (value: number): string =>
  String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
