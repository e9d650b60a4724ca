/**
 * Puts text into the clipboard, called straight from a press.
 *
 * A promise is handed to the browser as such where it takes promises, so that a server which needs seconds does not
 * outlive the press. On plain http pages there is no `navigator.clipboard`: there the old command does it.
 *
 * @returns whether the text is in the clipboard; rejects only where the text itself does
 */
export async function copyText(
  text: string | Promise<string>
): Promise<boolean> {
  // Missing on pages without TLS, whatever the DOM's types say.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard !== undefined && typeof text !== 'string') {
    const refused = await writePromise(clipboard, text);
    const value = await text;
    return refused ? writeNow(clipboard, value) : true;
  }
  return writeNow(clipboard, await text);
}

/** Whether the browser refused, or cannot take a promise. */
async function writePromise(
  clipboard: Clipboard,
  text: Promise<string>
): Promise<boolean> {
  if (typeof ClipboardItem === 'undefined') {
    return true;
  }
  const blob = text.then(value => new Blob([value], { type: 'text/plain' }));
  blob.catch(() => undefined); // the caller awaits the text and hears of it there
  try {
    await clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
    return false;
  } catch {
    return true;
  }
}

async function writeNow(
  clipboard: Clipboard | undefined,
  text: string
): Promise<boolean> {
  try {
    if (clipboard !== undefined) {
      await clipboard.writeText(text);
      return true;
    }
  } catch {
    // Refused, for instance as the press is too long ago; the old command may still be allowed.
  }
  return byCommand(text);
}

function byCommand(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.className = 'jp-RemoteIDE-copyArea';
  area.setAttribute('aria-hidden', 'true');
  // The value is a property, no attribute, and the area is gone in the same turn.
  area.value = text;
  document.body.append(area);
  area.select();
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way on plain http
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    area.remove();
    if (focused instanceof HTMLElement) {
      focused.focus();
    }
  }
}
