import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import { exchange, type Method } from './reply';

const PREFIX = 'remote-ide/v1';

/** The one user of `ServerConnection`. Replies are `unknown`: a model decodes them with its types. */
export class Client {
  constructor(readonly serverSettings: ServerConnection.ISettings) {}

  /**
   * Calls `<base_url>remote-ide/v1/<path>`.
   *
   * @returns the decoded JSON, or null for a reply without a body
   * @throws ProblemError: see `exchange`
   */
  async request(
    path: string,
    method: Method = 'GET',
    body?: object
  ): Promise<unknown> {
    return this.fetch(URLExt.join(PREFIX, path), method, body);
  }

  /** The same for any path below the base URL, such as `server-proxy/servers-info`. */
  async fetch(
    path: string,
    method: Method = 'GET',
    body?: object
  ): Promise<unknown> {
    const { serverSettings } = this;
    const headers = new Headers(serverSettings.init.headers);
    // A hub then says that the server is not running, where it would lead a browser on to a page.
    headers.set('Accept', 'application/json');
    return exchange(method, (signal, redirect) =>
      ServerConnection.makeRequest(
        serverSettings.baseUrl + path,
        {
          method,
          headers,
          redirect,
          signal,
          ...(body ? { body: JSON.stringify(body) } : {})
        },
        serverSettings
      )
    );
  }
}
