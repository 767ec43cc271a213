/** A node that must not run in a process with others. */
export class NeedsOwnProcess extends Error {
  override readonly name = 'NeedsOwnProcess';
}
