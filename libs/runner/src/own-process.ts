/** Thrown for a node that must not run in this process. */
export class NeedsOwnProcess extends Error {
  override readonly name = 'NeedsOwnProcess';

  /** `key` is that of the result; undefined where it is not known, because something that the node reads is damaged. */
  constructor(readonly key?: string) {
    super();
  }
}
