import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { addWords, sentence } from '../ui/messages';
import { type IFile, readFolder } from './folder';
import { hostPage } from './hostpage';
import type { AppsModel } from './model';
import type { IPreferences, OpenIn } from './preferences';
import type { AppTab } from './tab';
import type { AppTabs } from './tabs';
import { tabId, tabTitle } from './tabid';
import { findApp, type IApp, isAbsent, isAlive, runsOutside } from './types';
import { words } from './words';

/** Opens apps: at once, while the server starts them. */
export class AppOpener {
  readonly #options: AppOpener.IOptions;

  constructor(options: AppOpener.IOptions) {
    this.#options = options;
  }

  /**
   * Opens an app and returns before it is ready: a launcher waits for what its tile returns.
   *
   * @param path - a path of the file browser, drive included
   * @param file - what to open there, where the app can
   * @returns the tab, or null where a browser tab opened, something is missing, or the list is not there yet
   */
  open(
    name: string,
    path: string | null,
    openIn?: OpenIn,
    file: IFile | null = null
  ): AppTab | null {
    const { model } = this.#options;
    if (model.resource.data === null) {
      void this.#openLater(name, path, openIn, file);
      return null;
    }
    const app = findApp(model.apps, name);
    if (!app || isAbsent(app)) {
      this.#tellAbsent(app, name);
      return null;
    }
    const folder = this.#folder(app, path);
    // Notebook 7 has no place for a tab beside its page.
    const isAway = (openIn ?? this.#placeOf(app)) === 'browser';
    if (isAway || PageConfig.getOption('notebookPage') !== '') {
      this.#openBrowserTab(app, folder, file);
      return null;
    }
    return this.#openLabTab(app, folder, file);
  }

  /** Opens an app whose page may be seen by now; one that is open already is loaded anew. */
  openAgain(name: string): void {
    const { tabs } = this.#options;
    const found = tabs.lastOf(name);
    this.open(name, null);
    found?.reload();
  }

  /** Where the user likes apps; as its wrapper says, where jupyter-server-proxy is on its own. */
  #placeOf({ server }: IApp): OpenIn {
    const { model, preferences } = this.#options;
    if (model.hasServerHalf) {
      return preferences.openIn;
    }
    return server.new_browser_tab ? 'browser' : 'lab';
  }

  async #openLater(
    name: string,
    path: string | null,
    openIn: OpenIn | undefined,
    file: IFile | null
  ): Promise<void> {
    const { model } = this.#options;
    await model.ready();
    const { problem } = model.resource;
    if (model.resource.data !== null) {
      this.open(name, path, openIn, file);
    } else if (problem) {
      Notification.error(this.#words(problem.reason));
    }
  }

  #openBrowserTab(app: IApp, folder: string | null, file: IFile | null): void {
    const { model } = this.#options;
    // Straight from the press, or the browser takes it for a popup.
    const last = isAlive(app) ? app.folders[0]?.path : undefined;
    const page = hostPage(model, app, folder ?? last ?? null, file);
    window.open(page, '_blank', 'noopener');
    // What somebody stopped or what failed is started by a person only, and this was one. The page there follows.
    if (model.hasServerHalf && !isAlive(app) && app.state !== 'external') {
      void model.start(app.name, folder);
    }
  }

  #openLabTab(app: IApp, folder: string | null, file: IFile | null): AppTab {
    const { model, tabs } = this.#options;
    // One that is alive goes on where it is: in its tab, else in the folder that it was opened with last.
    const goesOn = folder === null && isAlive(app);
    const open = goesOn ? tabs.lastOf(app.name) : null;
    const last = goesOn ? app.folders[0] : undefined;
    const place = last?.path ?? folder;
    const tab = open
      ? tabs.open(open.content.id, open.content.title.label)
      : tabs.open(tabId(app, place), tabTitle(app, place));
    const isRunning = app.state === 'running' || runsOutside(app);
    const isShown = tab.content.url !== '';
    if (isShown && file === null && (open !== null || isRunning)) {
      return tab; // with what its user did in it
    }
    // What runs has an address; one with a new folder is for the server to say. What is not ours is only opened.
    const isKnown = open !== null || (isRunning && folder === null);
    const isOurs = app.state !== 'external' || runsOutside(app);
    if (model.hasServerHalf && isOurs && !isKnown) {
      void this.#start(tab, app, place, file);
    } else if (!isShown) {
      tabs.show(tab, tab.held ?? model.urlOf(last?.url ?? app.open_url));
    }
    return tab;
  }

  async #start(
    tab: AppTab,
    app: IApp,
    folder: string | null,
    file: IFile | null
  ): Promise<void> {
    const { model, tabs } = this.#options;
    const before = tab.content.url;
    const path = await model.start(app.name, folder, file);
    if (tab.isDisposed) {
      return;
    }
    if (path !== null) {
      const url = model.urlOf(path);
      tabs.show(tab, url);
      // A start page at the same address follows by itself; what an ended app left there does not, nor does it open a
      // file again.
      if (before === url && (file !== null || !isAlive(app))) {
        tab.reload();
      }
      return;
    }
    if (app.state === 'running' && tab.content.url === '') {
      tabs.show(tab, model.urlOf(app.open_url)); // with another folder than asked for, as the note says
    }
    const reason = model.problems.get(app.name)?.reason ?? 'unexpected';
    tab.setNote(this.#words(reason, app.title));
  }

  /** The folder for the app, where it takes one and the folder is on the server's disk. */
  #folder(app: IApp, path: string | null): string | null {
    const { path: folder, isElsewhere } = readFolder(path);
    if (app.folder_argument === null) {
      return null;
    }
    if (isElsewhere) {
      this.#tellElsewhere(app);
    }
    return folder;
  }

  #tellElsewhere({ title }: IApp): void {
    const { trans } = this.#options;
    const why = this.#words('folder-not-on-disk');
    Notification.info(`${why} ${trans.__('%1 opens without it.', title)}`, {
      autoClose: 8000
    });
  }

  #words(reason: string, name?: string): string {
    addWords(words); // the panel may never have been shown
    return sentence(
      this.#options.trans,
      reason,
      name === undefined ? {} : { name }
    ).text;
  }

  /** The panel says what is missing and what to do. */
  #tellAbsent(app: IApp | undefined, name: string): void {
    const { model, reveal, trans } = this.#options;
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
