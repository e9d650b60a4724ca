import { nameOf } from './types';

/**
 * The address of a saved tab on the server of today. A layout outlives host, user and base URL.
 *
 * @param url - as saved; absolute where jupyter-server-proxy saved it
 * @param base - the current base URL, with its slash
 * @param id - the tab's id, which names the server
 * @param path - what stood behind the base URL when it was saved, where we saved it
 */
export function rebase(
  url: string,
  base: string,
  id: string,
  path?: string
): string {
  if (path !== undefined) {
    // Joined as text: a path that looks like a whole URL stays below the base.
    return new URL(base + path.replace(/^\/+/, '')).href;
  }
  const saved = new URL(url, base);
  const name = nameOf(id);
  if (saved.href.startsWith(base) || name === null) {
    return saved.href;
  }
  // The last one, for a user who is called like the app.
  const at = saved.pathname.lastIndexOf(`/${name}/`);
  const rest = at < 0 ? `${name}/` : saved.pathname.slice(at + 1);
  return base + rest + saved.search;
}
