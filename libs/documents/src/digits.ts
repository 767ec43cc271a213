/** A number with so many significant digits, and all digits before the point: 0.1234, 3 → `0.123`, 99.7, 2 → `100`, 1234.5, 3 → `1235`. */
export function digits(value: number, significant: number): string {
  const text = value.toPrecision(significant);
  return text.includes('e+') ? value.toFixed(0) : text;
}
