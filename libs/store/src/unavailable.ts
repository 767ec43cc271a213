/** Why a backend cannot answer now, nor will soon: whoever has many questions should stop asking for a while. */
export class Unavailable extends Error {}
