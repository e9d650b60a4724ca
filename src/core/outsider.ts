import { ServerConnection } from '@jupyterlab/services';

import { type Decoder, shape, string } from './decode';

/** How long the answer may take, in ms. */
const TIMEOUT = 3_000;

/** What came of it: a number is the status of an error of what stands before the server; null where nothing came. */
export type Welcome = 'in' | 'refused' | 'portal' | number | null;

export const hello = shape<{ readonly instance: string }>({
  instance: string
});

/** What our server half says to a token that opens nothing; others have reasons, too. */
const refusal = shape<{ readonly reason: true }>({
  reason: value => {
    if (!['not-logged-in', 'not-authorized'].includes(string(value))) {
      throw new Error('of somebody else');
    }
    return true;
  }
});

/** How a portal answers, beside a redirect. */
const PORTAL = [401, 403, 407, 511];

/**
 * Asks for the server as a program outside would: with this token, without the cookies of the page, and following
 * nobody. That is no use of the token.
 *
 * @returns `portal` where something else answers in the server's place
 */
export async function sayHello(
  settings: ServerConnection.ISettings,
  secret: string
): Promise<Welcome> {
  const stranger = ServerConnection.makeSettings({
    ...settings,
    token: secret,
    init: { ...settings.init, credentials: 'omit' }
  });
  const abort = new AbortController();
  const timer = setTimeout(() => {
    abort.abort();
  }, TIMEOUT);
  try {
    const response = await ServerConnection.makeRequest(
      `${settings.baseUrl}remote-ide/v1/connect/hello`,
      { redirect: 'manual', signal: abort.signal },
      stranger
    );
    const text = await response.text();
    const { status, ok } = response;
    return ok && fits(hello, text)
      ? 'in'
      : !ok && fits(refusal, text)
        ? 'refused'
        : status < 400 || PORTAL.includes(status)
          ? 'portal'
          : status;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function fits(decode: Decoder<unknown>, text: string): boolean {
  try {
    decode(JSON.parse(text));
    return true;
  } catch {
    return false;
  }
}
