import { followPresses } from '../core/pressed';

/**
 * Sees when a link leads a frame out of its app. Below a prefix that is what every link with a "/" at its start does,
 * and nobody answers there.
 *
 * @param scope - the paths of the app, each with its last slash
 * @param tell - called with each page: with a way back where the app was left, else with null
 */
export function followLinks(
  frame: HTMLIFrameElement,
  scope: readonly string[],
  tell: (back: (() => void) | null) => void
): void {
  const isOurs = ({ origin }: URL) => origin === window.location.origin;
  const isInside = (url: URL) =>
    isOurs(url) && scope.some(path => `${url.pathname}/`.startsWith(path));
  const pressed = followPresses(frame);
  let last: string | null = null;
  frame.addEventListener('load', () => {
    // Null where that is another origin's, or an error page of the browser.
    const href = frame.contentDocument?.URL;
    if (href === 'about:blank') {
      return;
    }
    const page = href === undefined ? null : new URL(href);
    if (page && isInside(page)) {
      last = page.href;
      tell(null);
      return;
    }
    // A hub's pages refuse to stand in a frame: of the browser's own page there nothing can be read.
    const link = pressed();
    const isLost = page
      ? statusOf(frame) >= 400
      : link !== null && isOurs(link) && !isInside(link);
    const home = last;
    tell(
      isLost && home !== null
        ? () => frame.contentWindow?.location.replace(home)
        : null
    );
  });
}

/** The HTTP status of the page; 0 where the browser does not tell. */
function statusOf(frame: HTMLIFrameElement): number {
  const [entry] =
    frame.contentWindow?.performance.getEntriesByType('navigation') ?? [];
  return (
    (entry as PerformanceNavigationTiming | undefined)?.responseStatus ?? 0
  );
}

/**
 * The paths of what a tab shows; null for a page that is neither an app nor a port.
 *
 * @param base - the path of the server, with its last slash
 */
export function scopeOf(id: string, base: string): string[] | null {
  const port = /^remote-ide-port:proxy\/(?:absolute\/)?([^/]+)/.exec(id)?.[1];
  if (port !== undefined) {
    return [`${base}proxy/${port}/`, `${base}proxy/absolute/${port}/`];
  }
  const app = /^server-proxy:([^?]+)/.exec(id)?.[1];
  return app === undefined ? null : [`${base}${encodeURI(app)}/`];
}
