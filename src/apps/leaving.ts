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
  const isInside = ({ origin, pathname }: URL) =>
    origin === window.location.origin &&
    scope.some(path => `${pathname}/`.startsWith(path));
  let last: string | null = null;
  let isLeaving = false;
  const onClick = (event: MouseEvent) => {
    const link = Private.linkOf(event);
    isLeaving =
      link !== null &&
      link.origin === window.location.origin &&
      !isInside(link);
  };
  frame.addEventListener('load', () => {
    const page = Private.pageOf(frame);
    if (page?.protocol === 'about:') {
      return;
    }
    if (page && isInside(page)) {
      last = page.href;
      isLeaving = false;
      frame.contentDocument?.addEventListener('click', onClick, true);
      tell(null);
      return;
    }
    // A hub's pages refuse to stand in a frame: of the browser's own page there nothing can be read.
    const isLost = page ? Private.statusOf(frame) >= 400 : isLeaving;
    const home = last;
    tell(
      isLost && home !== null
        ? () => frame.contentWindow?.location.replace(home)
        : null
    );
  });
}

namespace Private {
  /** Where the frame is; null where that is another origin's, or an error page of the browser. */
  export function pageOf(frame: HTMLIFrameElement): URL | null {
    try {
      return new URL(frame.contentWindow?.location.href ?? 'about:blank');
    } catch {
      return null;
    }
  }

  /** The HTTP status of the page; 0 where the browser does not tell. */
  export function statusOf(frame: HTMLIFrameElement): number {
    const [entry] =
      frame.contentWindow?.performance.getEntriesByType('navigation') ?? [];
    return (
      (entry as PerformanceNavigationTiming | undefined)?.responseStatus ?? 0
    );
  }

  /** The address of the link that was pressed, of one that stays in the frame. */
  export function linkOf(event: MouseEvent): URL | null {
    const { target, ctrlKey, metaKey, shiftKey } = event;
    // The classes of the page in the frame are not those of this one; a link in a picture has other properties.
    const link = (target as Partial<Element> | null)?.closest?.('a[href]');
    const { href, target: where } = (link ?? {}) as Record<string, unknown>;
    const isHere = where === '' || where === '_self';
    if (typeof href !== 'string' || !isHere || ctrlKey || metaKey || shiftKey) {
      return null;
    }
    try {
      return new URL(href);
    } catch {
      return null;
    }
  }
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
  const app = /^server-proxy:(.+)$/.exec(id)?.[1];
  return app === undefined ? null : [`${base}${encodeURI(app)}/`];
}
