/** Thrown for a node that must not run in a shared process. */
export class NeedsOwnProcess extends Error {
  override readonly name = 'NeedsOwnProcess';
}
