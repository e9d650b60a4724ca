/** Beside what JupyterLab keeps there; one for each address of a server. */
const KEY = 'jupyterlab-remote-ide:browser';

/**
 * What this browser goes by in the list of API tokens, so that it can be said of one that it was made here. Made up at
 * random: no secret, and of nothing that the browser is or does. Null where the browser keeps nothing.
 */
export function browserId(): string | null {
  try {
    const kept = localStorage.getItem(KEY);
    if (kept !== null && /^[0-9a-f]{16}$/.test(kept)) {
      return kept;
    }
    const random = crypto.getRandomValues(new Uint8Array(8));
    const made = Array.from(random, byte => byte.toString(16).padStart(2, '0'));
    localStorage.setItem(KEY, made.join(''));
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
