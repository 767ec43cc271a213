import type * as http from 'node:http';

/** Most connections to one server. More make neither side faster. */
const MOST = 16;

/** The kept connections to one server. */
export interface Connections {
  open(
    request: Pick<http.RequestOptions, 'method' | 'path' | 'headers'>,
  ): Promise<http.ClientRequest>;
}

/** Opens nothing before the first request. The modules are loaded then too, because most processes never ask a server. */
export function connectionsTo({ protocol, hostname, port }: URL): Connections {
  let agent: http.Agent | undefined;
  const host = hostname.replace(/^\[(.*)\]$/, '$1'); // IPv6
  return {
    async open(request) {
      const web = (
        protocol === 'https:' ? await import('node:https') : await import('node:http')
      ) as typeof http;
      agent ??= new web.Agent({ keepAlive: true, maxSockets: MOST });
      return web.request({ ...request, agent, host, ...(port !== '' && { port }) });
    },
  };
}
