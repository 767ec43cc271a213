/** Thrown by every call of a driver that was killed. */
export class Killed extends Error {}

/** The process of a driver. */
export interface SimulatedProcess {
  name: string;
  isAlive: boolean;
  /** How far its clock of the day is ahead, in milliseconds. */
  clockError?: number;
  /** Called before each of its calls, after which it may be dead; `after`: when the call had its effect. */
  step?(what: string): 'goes on' | 'dies before' | 'dies after';
}
