import { shortText } from '@nhat/documents/short-text';

/** No whole answer came. `isPassing`: asked again at once, the server may answer. */
export class NoAnswer extends Error {
  readonly isPassing: boolean;

  constructor(message: string, { isPassing }: { isPassing: boolean }) {
    super(message);
    this.isPassing = isPassing;
  }
}

/** An answer whose body is not read to its end, because it cannot be what was asked for. */
export class UnusableBody extends Error {}

export const tooLarge = (got: number, most: number): UnusableBody =>
  new UnusableBody(`got ${got} bytes or more; expected at most ${most}`);

/** Causes that the system names by a code. The others of a kind come and go: a server that starts anew, a lost connection. */
const lasting: Record<string, string> = {
  ENOTFOUND: 'its name is unknown here',
  EHOSTUNREACH: 'no route to it',
  ENETUNREACH: 'no route to it',
  EPROTO: 'it does not speak TLS there',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS there',
};
const passing: Record<string, string> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'it closed the connection',
  EPIPE: 'it closed the connection',
  EAI_AGAIN: 'its name cannot be looked up now',
  ETIMEDOUT: 'no connection',
};

/** The refusal of the system or of the HTTP parser as a NoAnswer; faults of this client's own come back as they were. */
export function exchangeFault(error: unknown): Error {
  if (error instanceof NoAnswer || error instanceof UnusableBody || error instanceof TypeError) {
    return error;
  }
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (/CERT|^UNABLE_TO|SELF_SIGNED/.test(code)) {
    return new NoAnswer(`its certificate is not trusted (got "${code}")`, { isPassing: false });
  }
  if (code.startsWith('HPE_')) {
    return new NoAnswer(`it does not answer in HTTP (got "${code}")`, { isPassing: false });
  }
  const what = lasting[code] ?? passing[code] ?? shortText(message, 200);
  const named = code === '' ? what : `${what} (got "${code}")`;
  return new NoAnswer(named, { isPassing: lasting[code] === undefined });
}
