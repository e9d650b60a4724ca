/** A page that was loaded to its end, but has drawn nothing, is waited for so long, in ms: it may be meant to be empty. */
const LOADED = 3000;
/** And one that is still on its way. */
const COMING = 10_000;

/**
 * Tells that a frame is white, as it is in every theme until the page that comes has drawn something there; and when
 * that has an end. Of a start page of ours it sees by itself when it makes way.
 *
 * @param tell - called with true, and later with false
 * @returns what is to be called before another page is loaded
 */
export function followPaint(
  frame: HTMLIFrameElement,
  tell: (isWhite: boolean) => void
): () => void {
  let until = 0;
  let old: Document | null = null;
  const look = () => {
    // Null where it is another origin's, of which nobody knows.
    const page = frame.contentDocument;
    if (page?.getElementById('remote-ide-data')) {
      page.defaultView?.addEventListener('pagehide', begin);
    }
    if (performance.now() > until || (page !== old && hasPainted(page))) {
      until = 0;
      tell(false);
    } else {
      requestAnimationFrame(look);
    }
  };
  const begin = () => {
    old = frame.contentDocument;
    tell(true);
    if (until === 0) {
      requestAnimationFrame(look);
    }
    until = performance.now() + COMING;
  };
  frame.addEventListener('load', () => {
    if (frame.contentDocument) {
      until = Math.min(until, performance.now() + LOADED);
    }
  });
  return begin;
}

function hasPainted(page: Document | null): boolean {
  try {
    const times = page?.defaultView?.performance;
    return !!times?.getEntriesByName('first-contentful-paint')[0];
  } catch {
    return false; // an app may have changed what is the browser's
  }
}
