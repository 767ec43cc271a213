export { acos, atan, atan2, cos, exp, log, pow, sin } from './portable';
export { stream } from './stream';
export type { Label, Stream } from './stream';
