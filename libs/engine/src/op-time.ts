/** Time spent in one operation. */
export interface OpTime {
  operation: string;
  calls: number;
  milliseconds: number;
}
