/**
 * Sees the links that are pressed in a frame.
 *
 * @returns the last one, if its page let the browser follow it and no page that can be read came after it
 */
export function followPresses(frame: HTMLIFrameElement): () => URL | null {
  let link: URL | null = null;
  let last: MouseEvent | null = null;
  const onClick = (event: MouseEvent) => {
    link = linkOf(event);
    last = event;
  };
  frame.addEventListener('load', () => {
    const page = frame.contentDocument;
    if (page) {
      link = null;
      page.addEventListener('click', onClick, true);
    }
  });
  // Whether the page does something else with the press is known only after it.
  return () => (last?.defaultPrevented ? null : link);
}

/** The address of the link that was pressed, of one that stays in the frame. */
function linkOf(event: MouseEvent): URL | null {
  const { target, ctrlKey, metaKey, shiftKey } = event;
  // The classes of the page in the frame are not those of this one; a link in a picture has other properties.
  const link = (target as Partial<Element> | null)?.closest?.('a[href]');
  const { href, target: where } = (link ?? {}) as Record<string, unknown>;
  const isHere = where === '' || where === '_self';
  if (typeof href !== 'string' || !isHere || ctrlKey || metaKey || shiftKey) {
    return null;
  }
  try {
    const url = new URL(href);
    return url.protocol.startsWith('http') ? url : null;
  } catch {
    return null;
  }
}
