import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { readFolder } from './folder';
import type { AppsModel } from './model';
import type { IPreferences, OpenIn } from './preferences';
import type { AppTab } from './tab';
import type { AppTabs } from './tabs';
import {
  findApp,
  type IApp,
  isAbsent,
  isAlive,
  runsOutside,
  TAB_PREFIX
} from './types';

/** Opens apps: at once, while the server starts them. */
export class AppOpener {
  constructor(private readonly _options: AppOpener.IOptions) {}

  /**
   * Opens an app and returns before it is ready: a launcher waits for what its tile returns.
   *
   * @param path - a path of the file browser, drive included
   * @returns the tab, or null where a browser tab opened, something is missing, or the list is not there yet
   */
  open(name: string, path: string | null, openIn?: OpenIn): AppTab | null {
    const { model } = this._options;
    if (model.resource.data === null) {
      void this._openLater(name, path, openIn);
      return null;
    }
    const app = findApp(model.apps, name);
    if (!app || isAbsent(app)) {
      this._tellAbsent(app, name);
      return null;
    }
    const folder = this._folder(app, path);
    // Notebook 7 has no place for a tab beside its page.
    const isAway = (openIn ?? this._placeOf(app)) === 'browser';
    if (isAway || PageConfig.getOption('notebookPage') !== '') {
      this._openBrowserTab(app, folder);
      return null;
    }
    return this._openLabTab(app, folder);
  }

  /** Opens an app whose page may be seen by now; one that is open already is loaded anew. */
  openAgain(name: string): void {
    const { tabs } = this._options;
    const found = tabs.find(TAB_PREFIX + name);
    this.open(name, null);
    found?.reload();
  }

  /** The page of an app in a browser tab: the server's page with a bar around it, which starts the app. */
  hostPage(app: IApp, folder: string | null): string {
    const { app: lab, model } = this._options;
    if (!model.hasServerHalf) {
      return model.urlOf(app.open_url);
    }
    const { baseUrl } = lab.serviceManager.serverSettings;
    return (
      URLExt.join(baseUrl, 'remote-ide/open', encodeURIComponent(app.name)) +
      URLExt.objectToQueryString(folder === null ? {} : { folder })
    );
  }

  /** Where the user likes apps; as its wrapper says, where jupyter-server-proxy is on its own. */
  private _placeOf({ server }: IApp): OpenIn {
    const { model, preferences } = this._options;
    if (model.hasServerHalf) {
      return preferences.openIn;
    }
    return server.new_browser_tab ? 'browser' : 'lab';
  }

  private async _openLater(
    name: string,
    path: string | null,
    openIn?: OpenIn
  ): Promise<void> {
    const { model } = this._options;
    await model.ready();
    const { problem } = model.resource;
    if (model.resource.data !== null) {
      this.open(name, path, openIn);
    } else if (problem) {
      Notification.error(await this._words(problem.reason));
    }
  }

  private _openBrowserTab(app: IApp, folder: string | null): void {
    const { model } = this._options;
    // Straight from the press, or the browser takes it for a popup.
    window.open(this.hostPage(app, folder), '_blank', 'noopener');
    // What somebody stopped or what failed is started by a person only, and this was one. The page there follows.
    if (model.hasServerHalf && !isAlive(app) && app.state !== 'external') {
      void model.start(app.name, folder);
    }
  }

  private _openLabTab(app: IApp, folder: string | null): AppTab {
    const { model, tabs } = this._options;
    const tab = tabs.open(TAB_PREFIX + app.name, app.title);
    // What runs has an address; one with a folder is for the server to say. What is not ours is only opened.
    const isKnown =
      (app.state === 'external' && !runsOutside(app)) ||
      (folder === null && (app.state === 'running' || runsOutside(app)));
    if (model.hasServerHalf && !isKnown) {
      void this._start(tab, app, folder);
    } else if (tab.content.url === '') {
      tabs.show(tab, model.urlOf(app.open_url));
    }
    return tab;
  }

  private async _start(
    tab: AppTab,
    app: IApp,
    folder: string | null
  ): Promise<void> {
    const { model, tabs } = this._options;
    const path = await model.start(app.name, folder);
    if (tab.isDisposed) {
      return;
    }
    if (path !== null) {
      const url = model.urlOf(path);
      const isShown = tab.content.url === url;
      tabs.show(tab, url);
      // A start page at the same address follows by itself; what an ended app left there does not.
      if (isShown && !isAlive(app)) {
        tab.reload();
      }
      return;
    }
    if (app.state === 'running' && tab.content.url === '') {
      tabs.show(tab, model.urlOf(app.open_url)); // with another folder than asked for, as the note says
    }
    const reason = model.problems.get(app.name)?.reason ?? 'unexpected';
    tab.setNote(await this._words(reason, app.title));
  }

  /** The folder for the app, where it takes one and the folder is on the server's disk. */
  private _folder(app: IApp, path: string | null): string | null {
    const { path: folder, isElsewhere } = readFolder(path);
    if (app.folder_argument === null) {
      return null;
    }
    if (isElsewhere) {
      void this._tellElsewhere(app);
    }
    return folder;
  }

  private async _tellElsewhere({ title }: IApp): Promise<void> {
    const { trans } = this._options;
    const why = await this._words('folder-not-on-disk');
    Notification.info(`${why} ${trans.__('%1 opens without it.', title)}`, {
      autoClose: 8000
    });
  }

  /** Words for what went wrong; they load when something did. */
  private async _words(reason: string, name?: string): Promise<string> {
    const { trans } = this._options;
    const [{ addWords, sentence }, { words }] = await Promise.all([
      import(/* webpackChunkName: "panel" */ '../ui/messages'),
      import(/* webpackChunkName: "panel" */ './words')
    ]);
    addWords(words); // the panel may never have been shown
    return sentence(trans, reason, name === undefined ? {} : { name }).text;
  }

  /** The panel says what is missing and what to do. */
  private _tellAbsent(app: IApp | undefined, name: string): void {
    const { model, reveal, trans } = this._options;
    if (app) {
      reveal();
      model.point(app.name);
    } else {
      Notification.warning(
        trans.__('There is no app “%1” on this server.', name)
      );
    }
  }
}

export namespace AppOpener {
  export interface IOptions {
    readonly app: JupyterFrontEnd;
    readonly model: AppsModel;
    readonly tabs: AppTabs;
    readonly preferences: Readonly<IPreferences>;
    readonly trans: TranslationBundle;
    /** Puts the section of the apps in front. */
    readonly reveal: () => void;
  }
}
