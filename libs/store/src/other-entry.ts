/** A store keeps another entry under the key of this one, so that this one alone is not taken. */
export class OtherEntry extends Error {}
