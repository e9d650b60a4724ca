import type { ILayoutRestorer } from '@jupyterlab/application';
import { WidgetTracker } from '@jupyterlab/apputils';

import { CommandIDs } from '../core/commands';
import type { AppTab } from './tab';
import { nameOf } from './types';

/** jupyter-server-proxy's name in layouts; ours opens what it saved and the other way round. */
const NAMESPACE = 'server-proxy';

/** Keeps the tabs that show a page of this server. */
export type AppTracker = WidgetTracker<AppTab>;

export function createTracker(): AppTracker {
  return new WidgetTracker({ namespace: NAMESPACE });
}

/**
 * Brings tabs back after a reload. To be called while JupyterLab starts: later the layout is restored already.
 *
 * @param base - the base URL, absolute and with its slash
 */
export function restore(
  restorer: ILayoutRestorer,
  tracker: AppTracker,
  base: string
): void {
  void restorer.restore(tracker, {
    command: CommandIDs.serverProxyOpen,
    args: ({ address, content }) => {
      // One that is not known yet: where its app will be.
      const page = address || `${base}${nameOf(content.id) ?? ''}/`;
      const url = withoutToken(page, base);
      return {
        id: content.id,
        title: content.title.label,
        url,
        newBrowserTab: false,
        // Ours alone: the page's address wherever this server is tomorrow.
        ...(url.startsWith(base) ? { path: url.slice(base.length) } : {})
      };
    },
    name: ({ content }) => content.id
  });
}

/** The URL without a token and without what only its page knows: a layout is written to disk. */
export function withoutToken(url: string, base: string): string {
  const parsed = new URL(url, base);
  parsed.hash = '';
  // Untouched where there is none: writing the query anew would encode a folder in another way.
  if (parsed.searchParams.has('token')) {
    parsed.searchParams.delete('token');
  }
  return parsed.href;
}
