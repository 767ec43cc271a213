import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Connections } from './connections';
import { NoAnswer, exchangeFault, tooLarge } from './exchange-faults';

/** How long a server may take. Bytes per second are counted over a whole body, from `silentMs` after its start. */
export interface TimeLimits {
  /** Milliseconds until a connection is open. */
  connectMs: number;
  /** Milliseconds in which not a single byte moves. */
  silentMs: number;
  /** Fewest bytes per second of a body that takes longer than `silentMs`. */
  slowestRate: number;
}

export interface Asked {
  method: 'GET' | 'HEAD' | 'PUT';
  /** From the root of the server. */
  path: string;
  headers?: Record<string, string>;
  body?: Uint8Array;
  /** Most bytes of an answer. Of an answer other than 2xx, 64 KiB are read at most. */
  limit: number;
  /** Gets the headers of a 2xx answer; throws when its body is not wanted. */
  onStart?(answer: Started): void;
  /** Gets each piece of the body of a 2xx answer as it arrives. */
  onPiece?(piece: Buffer): void;
}

export interface Started {
  status: number;
  headers: IncomingHttpHeaders;
}

export interface Answer extends Started {
  /** Of an answer other than 2xx, what it says. Empty for a 2xx answer, whose body went to `onPiece`. */
  text: string;
}

const ERROR_TEXT = 65_536;
const PIECE = 65_536;

/**
 * Asks a server once, and reads the whole answer, so that its connection can be used again. Rejects with NoAnswer when no whole
 * answer comes within the time limits, and with UnusableBody for one that is longer than `limit`.
 */
export async function exchange(
  connections: Connections,
  asked: Asked,
  limits: TimeLimits,
): Promise<Answer> {
  const { body } = asked;
  const headers = {
    ...asked.headers,
    'accept-encoding': 'identity',
    ...(body !== undefined && { 'content-length': String(body.length) }),
  };
  const request = await connections.open({ method: asked.method, path: asked.path, headers });
  return new Promise<Answer>((resolve, reject) => {
    let hasAnswer = false;
    let fault: NoAnswer | undefined;
    const pace = watchPace(limits, (why) => {
      fault = why; // A response that has begun reports another one.
      request.destroy(why);
    });
    const end = (settle: () => void) => {
      pace.stop();
      settle();
    };
    watchConnection(request, limits.connectMs);
    request.on('error', (error) => {
      if (!hasAnswer) end(() => reject(exchangeFault(error)));
    });
    request.on('response', (response) => {
      hasAnswer = true;
      pace.restart();
      readAnswer(response, asked, pace.moved).then(
        (answer) => {
          // A connection on which half a body was sent must not carry another request.
          if (!request.writableEnded) request.destroy();
          end(() => resolve(answer));
        },
        (error: Error) => {
          request.destroy();
          end(() => reject(fault ?? exchangeFault(error)));
        },
      );
    });
    sendBody(request, body, pace.moved, () => hasAnswer);
  });
}

/** In pieces, because only a piece that has left tells that the server still reads. */
function sendBody(
  request: ClientRequest,
  body: Uint8Array | undefined,
  moved: (bytes: number) => void,
  isAnswered: () => boolean,
): void {
  let at = 0;
  const next = (): void => {
    if (body === undefined || at >= body.length) return void request.end();
    if (isAnswered()) return; // The rest is not wanted.
    const piece = body.subarray(at, at + PIECE);
    at += piece.length;
    request.write(piece, (error) => {
      if (error) return;
      moved(piece.length);
      next();
    });
  };
  next();
}

async function readAnswer(
  response: IncomingMessage,
  { limit, method, onStart, onPiece }: Asked,
  moved: (bytes: number) => void,
): Promise<Answer> {
  const { statusCode: status = 0, headers } = response;
  const isGood = status >= 200 && status < 300;
  const most = isGood ? limit : ERROR_TEXT;
  const told = Number(headers['content-length'] ?? 0);
  let size = 0;
  const pieces: Buffer[] = [];
  if (isGood) onStart?.({ status, headers });
  if (method !== 'HEAD' && isGood && told > most) throw tooLarge(told, most);
  for await (const piece of response as AsyncIterable<Buffer>) {
    moved(piece.length);
    size += piece.length;
    if (size > most && isGood) throw tooLarge(size, most);
    if (size > most) break; // Nobody reads so long a complaint; the connection is given up.
    if (!isGood) pieces.push(piece);
    else onPiece?.(piece);
  }
  return { status, headers, text: Buffer.concat(pieces).toString('utf8') };
}

/** Ends a request whose connection takes too long to open. */
function watchConnection(request: ClientRequest, connectMs: number): void {
  request.on('socket', (socket: Socket) => {
    if (!socket.connecting) return;
    const why = new NoAnswer(`no connection after ${connectMs / 1000} s`, { isPassing: false });
    const timer = setTimeout(() => request.destroy(why), connectMs);
    const stop = () => clearTimeout(timer);
    socket.once('connect', stop).once('close', stop);
  });
}

interface Pace {
  /** Called for each piece that has moved. */
  moved(bytes: number): void;
  /** Counts from now on, because the other side speaks. */
  restart(): void;
  stop(): void;
}

/** Calls `fail` once when nothing moves for too long, or too little. */
function watchPace({ silentMs, slowestRate }: TimeLimits, fail: (why: NoAnswer) => void): Pace {
  const silence = setTimeout(
    () => fail(new NoAnswer(`no answer after ${silentMs / 1000} s`, { isPassing: false })),
    silentMs,
  );
  let start = performance.now();
  let total = 0;
  return {
    moved(bytes) {
      silence.refresh();
      total += bytes;
      const seconds = (performance.now() - start) / 1000;
      if (seconds * 1000 < silentMs || total / seconds >= slowestRate) return;
      const rate = Math.round(total / seconds);
      fail(new NoAnswer(`too slow: ${rate} bytes per second`, { isPassing: false }));
    },
    restart() {
      silence.refresh();
      start = performance.now();
      total = 0;
    },
    stop: () => clearTimeout(silence),
  };
}
