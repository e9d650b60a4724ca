import { exchange } from '../core/reply';
import { Watch } from '../core/watch';

/** Calls `<base_url>remote-ide/v1/<path>`; see `exchange`. */
export type Ask = (
  path: string,
  method?: 'GET' | 'POST',
  body?: object
) => Promise<unknown>;

/** What a page without JupyterLab has of its server. */
export interface IPageServer {
  readonly ask: Ask;
  readonly watch: Watch;
}

/** Logged in by the cookie alone, as the page is. */
export function serverAt(baseUrl: string): IPageServer {
  const wsUrl = new URL(baseUrl, window.location.href);
  wsUrl.protocol = wsUrl.protocol === 'https:' ? 'wss:' : 'ws:';
  return {
    ask: (path, method = 'GET', body) =>
      exchange(method, (signal, redirect) =>
        fetch(`${baseUrl}remote-ide/v1/${path}`, {
          method,
          redirect,
          signal,
          cache: 'no-store',
          credentials: 'same-origin',
          ...(body
            ? {
                headers: headersOf(document.cookie),
                body: JSON.stringify(body)
              }
            : {})
        })
      ),
    watch: new Watch({
      serverSettings: {
        wsUrl: wsUrl.href,
        appendToken: false,
        token: '',
        WebSocket
      }
    })
  };
}

/** As JupyterLab sends them, with the cookie that the page brought. */
function headersOf(cookies: string): Record<string, string> {
  const xsrf = /(?:^|; )_xsrf=([^;]*)/.exec(cookies)?.[1];
  return {
    'Content-Type': 'application/json',
    ...(xsrf === undefined ? {} : { 'X-XSRFToken': xsrf })
  };
}
