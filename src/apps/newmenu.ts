import type { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { type Menu, MenuBar, type Widget } from '@lumino/widgets';

import type { IAppsModel } from '../tokens';
import { CommandIDs } from '../core/commands';
import { isAbsent } from './types';

/** Adds the apps to the menu "New" once both are there. */
export function addAppsTo(
  browser: IDefaultFileBrowser,
  model: IAppsModel
): void {
  const onChanged = () => {
    const menu = findNewMenu(browser);
    if (menu && model.apps.length > 0) {
      model.changed.disconnect(onChanged);
      addToNewMenu(menu, model);
    }
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

/** Adds the apps that can be opened now, as jupyter-server-proxy does. */
export function addToNewMenu(menu: Menu, model: IAppsModel): void {
  const apps = model.apps.filter(app => app.server.enabled && !isAbsent(app));
  if (apps.length > 0) {
    menu.addItem({ type: 'separator' });
  }
  for (const { name } of apps) {
    menu.addItem({
      command: CommandIDs.openApp,
      args: { name, isTile: true, newBrowserTab: true }
    });
  }
}
