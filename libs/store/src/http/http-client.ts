import { shortText } from '@nhat/documents/short-text';
import { Unavailable } from '../unavailable';
import type { Connections } from './connections';
import { NoAnswer, UnusableBody, tooLarge } from './exchange-faults';
import { exchange } from './exchange';
import type { Answer, Asked, TimeLimits } from './exchange';
import { retrying } from './retrying';
import type { Retries } from './retrying';

/** How to talk with a server. */
export interface HttpManner extends TimeLimits, Retries {
  /** Value of the header `authorization`. */
  authorization?: string;
}

/** What a server says to a request that it understood. */
export type Download =
  { kind: 'body'; bytes: Buffer } | { kind: 'missing' } | { kind: 'unusable'; why: string };

export interface Wanted {
  /** Most bytes. */
  limit: number;
  /** Its media type. */
  accept: string;
  /** Whether the server has to say its length before it begins: what has no end is then not read up to the limit. */
  needsLength: boolean;
}

/** Asks a server, again where that may help. Each method rejects with Unavailable when there is no use in asking on. */
export interface HttpClient {
  get(path: string, wanted: Wanted): Promise<Download>;
  /** Length of the body in bytes, NaN when the server does not tell; undefined for what is not there. */
  head(path: string): Promise<number | undefined>;
  /** Whether it took the body; 'there': it keeps another that it has. Rejects with Refused too. */
  put(path: string, body: Uint8Array, type: string): Promise<'taken' | 'there'>;
}

/** The server does not take an upload, and would not take it the next time. */
export class Refused extends Error {}

const GONE = [404, 410];
const CLOSED = [401, 403, 407];
/** The server is overloaded, or a proxy has lost it. */
const BUSY = [408, 429, 502, 503, 504];

const WRONG_PATH =
  '; no store is at that address: check the path in NHAT_STORE, which of deploy/team-store ends with /nhat';
const OWN_FAULT = '; the log of the server says why, e.g. that its disk is full';

/** What a status means for who runs nhat. */
const ADVICE: Readonly<Record<number, string>> = {
  401: '; NHAT_STORE_TOKEN has no token that is known there',
  403: '; this token may not',
  404: WRONG_PATH,
  405: WRONG_PATH,
  413: '; the server takes no file as large as that',
  500: OWN_FAULT,
  501: WRONG_PATH,
  507: OWN_FAULT,
};

/** The client of one server. `hidden` are texts that never appear in a message, whatever the server says. */
export function httpClient(
  connections: Connections,
  manner: HttpManner,
  hidden: readonly string[] = [],
): HttpClient {
  const own: Record<string, string> =
    manner.authorization === undefined ? {} : { authorization: manner.authorization };
  /** Why the server takes no uploads from this user. */
  let closed: Refused | undefined;
  const say = ({ status, text }: Answer): string => {
    const said = hidden.reduce((all, secret) => all.replaceAll(secret, '…'), text).trim();
    const advice = ADVICE[status] ?? '';
    return `got status ${status}${said === '' || said.startsWith('<') ? '' : ` "${shortText(said, 100)}"`}${advice}`;
  };
  /** One answer; those that may be another the next time are no answers. */
  const ask = async (asked: Asked): Promise<Answer> => {
    const headers = { ...asked.headers, ...own };
    const answer = await exchange(connections, { ...asked, headers }, manner);
    const { status } = answer;
    const mayPass = BUSY.includes(status) || (status >= 500 && asked.method !== 'PUT');
    if (mayPass) throw new NoAnswer(say(answer), { isPassing: true });
    return answer;
  };
  const available = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    try {
      return await retrying(act, manner);
    } catch (error) {
      throw error instanceof NoAnswer ? new Unavailable(error.message) : error;
    }
  };

  return {
    async get(path, { accept, ...wanted }) {
      const { limit } = wanted;
      const part = partialBody(wanted);
      try {
        const answer = await available(() =>
          ask({
            ...{ method: 'GET', path, limit, headers: { accept, ...part.rangeHeader() } },
            onStart: part.start,
            onPiece: part.add,
          }),
        );
        if (answer.status === 200 || answer.status === 206) {
          return { kind: 'body', bytes: part.bytes() };
        }
        if (GONE.includes(answer.status)) return { kind: 'missing' };
        throw new Unavailable(say(answer));
      } catch (error) {
        if (error instanceof UnusableBody) return { kind: 'unusable', why: error.message };
        throw error;
      }
    },
    async head(path) {
      const answer = await available(() => ask({ method: 'HEAD', path, limit: 0 }));
      if (answer.status === 200) return Number(answer.headers['content-length'] ?? NaN);
      if (GONE.includes(answer.status)) return undefined;
      throw new Unavailable(say(answer));
    },
    async put(path, body, type) {
      if (closed !== undefined) throw closed;
      const headers = { 'content-type': type };
      const answer = await available(() =>
        ask({ method: 'PUT', path, body, headers, limit: 65_536 }),
      );
      if (answer.status >= 200 && answer.status < 300) return 'taken';
      if (answer.status === 409 || answer.status === 412) return 'there';
      const refused = new Refused(say(answer));
      if (CLOSED.includes(answer.status)) closed = refused;
      throw refused;
    },
  };
}

/** The body of a download, which goes on where it was cut off if the server can do that. */
function partialBody({ limit, needsLength }: Pick<Wanted, 'limit' | 'needsLength'>) {
  let pieces: Buffer[] = [];
  let have = 0;
  const drop = () => {
    pieces = [];
    have = 0;
  };
  return {
    rangeHeader: (): Record<string, string> => (have === 0 ? {} : { range: `bytes=${have}-` }),
    start({ status, headers }: Pick<Answer, 'status' | 'headers'>): void {
      if (needsLength && headers['content-length'] === undefined) {
        throw new UnusableBody('got a body without its length');
      }
      if (status === 206 && have > 0) {
        if (headers['content-range']?.startsWith(`bytes ${have}-`)) return;
        drop();
        throw new NoAnswer('another range than the one asked for', { isPassing: true });
      }
      drop(); // The whole body again.
      if (status === 206) throw new NoAnswer('a part of a body', { isPassing: true });
    },
    add(piece: Buffer): void {
      have += piece.length;
      if (have > limit) throw tooLarge(have, limit);
      pieces.push(piece);
    },
    bytes: (): Buffer => Buffer.concat(pieces),
  };
}
