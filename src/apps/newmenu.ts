import type { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { type Menu, MenuBar, type Widget } from '@lumino/widgets';

import type { IAppsModel } from '../tokens';
import { CommandIDs } from '../core/commands';
import { isAbsent } from './types';

/** Keeps the apps that can be opened now in the menu "New", as jupyter-server-proxy adds them, once that is there. */
export function addAppsTo(
  browser: IDefaultFileBrowser,
  model: IAppsModel
): void {
  let shown = '[]';
  let items: readonly Menu.IItem[] = [];
  const onChanged = () => {
    const names = model.apps
      .filter(app => app.server.enabled && !isAbsent(app))
      .map(app => app.name);
    const menu = findNewMenu(browser);
    // A state that changes redraws nothing here.
    if (!menu || JSON.stringify(names) === shown) {
      return;
    }
    shown = JSON.stringify(names);
    items.forEach(item => {
      menu.removeItem(item);
    });
    items = addToNewMenu(menu, names);
  };
  model.changed.connect(onChanged);
  onChanged();
}

/** The menu "New" in the toolbar of Notebook 7's tree page: its first menu bar. */
export function findNewMenu(browser: IDefaultFileBrowser): Menu | undefined {
  for (const widget of browser.toolbar.layout ?? ([] as Widget[])) {
    if (widget instanceof MenuBar) {
      return widget.menus[0];
    }
  }
  return undefined;
}

function addToNewMenu(menu: Menu, names: readonly string[]): Menu.IItem[] {
  const items = names.map(name => ({
    command: CommandIDs.openApp,
    args: { name, isTile: true, newBrowserTab: true }
  }));
  return (
    items.length > 0 ? [{ type: 'separator' as const }, ...items] : []
  ).map(item => menu.addItem(item));
}
