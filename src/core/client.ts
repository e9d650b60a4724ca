import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import { detail } from './decode';
import { ProblemError } from './result';

const PREFIX = 'remote-ide/v1';

/** How long one call may take, in ms; a slow hub may need 6 s for a token. */
const TIMEOUT = 30_000;

/** The one user of `ServerConnection`. Replies are `unknown`: a model decodes them with its types. */
export class Client {
  constructor(readonly serverSettings: ServerConnection.ISettings) {}

  /**
   * Calls `<base_url>remote-ide/v1/<path>`.
   *
   * @returns the decoded JSON, or null for a reply without a body
   * @throws ProblemError with the server's reason, `network`, `timeout`, `no-server-half` or `bad-reply`
   */
  async request(
    path: string,
    method: 'GET' | 'POST' | 'DELETE' = 'GET',
    body?: object
  ): Promise<unknown> {
    return this.fetch(URLExt.join(PREFIX, path), method, body);
  }

  /** The same for any path below the base URL, such as `server-proxy/servers-info`. */
  async fetch(
    path: string,
    method: 'GET' | 'POST' | 'DELETE' = 'GET',
    body?: object
  ): Promise<unknown> {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      abort.abort();
    }, TIMEOUT);
    let response: Response;
    let text: string;
    try {
      response = await ServerConnection.makeRequest(
        this.serverSettings.baseUrl + path,
        {
          method,
          signal: abort.signal,
          ...(body ? { body: JSON.stringify(body) } : {})
        },
        this.serverSettings
      );
      text = await response.text();
    } catch {
      const reason = abort.signal.aborted ? 'timeout' : 'network';
      throw new ProblemError({ status: null, reason });
    } finally {
      clearTimeout(timer);
    }
    return Private.read(response, text);
  }
}

namespace Private {
  export function read(response: Response, text: string): unknown {
    const { status, ok } = response;
    let json: unknown = null;
    let isJson = true;
    try {
      json = text === '' ? null : JSON.parse(text);
    } catch {
      isJson = false;
    }
    if (ok && isJson) {
      return json;
    }
    if (ok) {
      // A login page with status 200: the session is over, whatever it says.
      throw new ProblemError({ status, reason: 'bad-reply' });
    }
    const told = typeof json === 'object' && json !== null ? json : {};
    const reason = 'reason' in told ? told.reason : null;
    throw new ProblemError({
      status,
      reason:
        typeof reason === 'string' && reason !== '' ? reason : byStatus(status),
      ...('detail' in told ? { detail: detail(told.detail) } : {})
    });
  }

  function byStatus(status: number): string {
    switch (status) {
      case 401:
      case 403:
        return 'not-allowed';
      case 404:
        return 'no-server-half';
      case 424:
      case 502:
      case 503:
      case 504:
        return 'server-unreachable';
      default:
        return 'internal-error';
    }
  }
}
