import { detail } from './decode';
import { ProblemError } from './result';

export type Method = 'GET' | 'POST' | 'DELETE' | 'PATCH';

/** How long one call may take, in ms; a slow hub may need 6 s for a token. */
const TIMEOUT = 30_000;

/**
 * Sends one request and reads its reply, within a time.
 *
 * @param send - given the signal that ends it, and what to do where it is led elsewhere
 * @returns the decoded JSON, or null for a reply without a body
 * @throws ProblemError with the server's reason, or what stands in its place: `network`, `timeout`,
 *   `server-unreachable`, `not-logged-in`, `no-server-half`, `bad-reply` or `internal-error`
 */
export async function exchange(
  method: Method,
  send: (signal: AbortSignal, redirect: RequestRedirect) => Promise<Response>
): Promise<unknown> {
  const abort = new AbortController();
  const timer = setTimeout(() => {
    abort.abort();
  }, TIMEOUT);
  let response: Response;
  let text: string;
  let isLedAway = false;
  try {
    response = await send(abort.signal, method === 'GET' ? 'manual' : 'follow');
    // Where a login page is at another origin, following it looks like no answer at all.
    isLedAway = response.type === 'opaqueredirect';
    if (isLedAway) {
      response = await send(abort.signal, 'follow');
    }
    text = await response.text();
  } catch {
    const reason = abort.signal.aborted
      ? 'timeout'
      : isLedAway
        ? 'not-logged-in'
        : 'network';
    throw new ProblemError({ status: null, reason });
  } finally {
    clearTimeout(timer);
  }
  return read(response, text);
}

function read(response: Response, text: string): unknown {
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
  const told = typeof json === 'object' && json !== null ? json : {};
  const reason = 'reason' in told ? told.reason : null;
  throw new ProblemError({
    status,
    reason:
      typeof reason === 'string' && reason !== '' ? reason : byStatus(response),
    ...('detail' in told ? { detail: detail(told.detail) } : {})
  });
}

/** Of a reply that is not ours: we give a reason with every refusal, and lead nobody on. */
function byStatus({ status, redirected, ok }: Response): string {
  if (status === 424 || status > 500) {
    return 'server-unreachable';
  }
  if (redirected || status === 401 || status === 403) {
    return 'not-logged-in';
  }
  if (status === 404) {
    return 'no-server-half';
  }
  return ok ? 'bad-reply' : 'internal-error';
}
