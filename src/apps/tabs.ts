import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';

import { CommandIDs } from '../core/commands';
import { iconOf } from './icons';
import type { AppTracker } from './layout';
import { scopeOf } from './leaving';
import type { AppsModel } from './model';
import { rebase } from './rebase';
import { AppTab } from './tab';
import { isOver } from './over';
import type { IPreferences } from './preferences';
import { type IApp, nameOf } from './types';
import { stateWord } from './words/states';

/** The tabs of JupyterLab that show a page of this server; one per app. */
export class AppTabs {
  constructor(private readonly _options: AppTabs.IOptions) {
    void _options.app.restored.then(() => {
      this._isRestored = true;
    });
  }

  /** The tab with this id in front, made where there is none yet. */
  open(id: string, title: string, mode?: AppTabs.Mode): AppTab {
    const { shell } = this._options.app;
    const found = this._options.tracker.find(t => t.content.id === id);
    const tab = found instanceof AppTab ? found : this._make(id, title);
    if (!this._options.tracker.has(tab)) {
      void this._options.tracker.add(tab);
    }
    if (tab.isAttached) {
      shell.activateById(tab.id);
    } else {
      shell.add(tab, 'main', mode === undefined ? {} : { mode });
    }
    return tab;
  }

  /** The tab with this id that is open, if there is one. */
  find(id: string): AppTab | null {
    const found = this._options.tracker.find(t => t.content.id === id);
    return found instanceof AppTab && found.isAttached ? found : null;
  }

  /** Shows a page in a tab and lets the layout remember it. */
  show(tab: AppTab, url: string): void {
    tab.open(url);
    void this._options.tracker.save(tab);
  }

  /** What `server-proxy:open` does, jupyter-server-proxy's and ours. */
  openUrl(args: AppTabs.IOpenArgs): AppTab | undefined {
    const { id, title, newBrowserTab, path, mode } = args;
    const url = rebase(args.url, this._base, id, path);
    if (!/^https?:/.test(url)) {
      return undefined;
    }
    if (newBrowserTab) {
      window.open(url, '_blank', 'noopener');
      return undefined;
    }
    const tab = this.open(id, title, mode);
    // A tab that is there goes on with what its user did in it.
    if (tab.content.url === '' && tab.held === null) {
      // A tab that comes with the layout was asked for by nobody; an address starts its app.
      if (this._isRestored || nameOf(id) === null) {
        this.show(tab, url);
      } else {
        tab.hold(url);
        this._update(tab, id);
      }
    }
    return tab;
  }

  /** Loads a page that was kept back, or offers to, as soon as it is known what becomes of its app. */
  private _update(tab: AppTab, id: string): void {
    const { model, preferences, trans } = this._options;
    const { held } = tab;
    const { data, problem } = model.resource;
    if (held === null || (data === null && problem === null)) {
      return;
    }
    const name = nameOf(id) ?? '';
    const found = model.find(name);
    // Whoever opens the address of a stopped app starts it.
    const mayStart = data === null || found?.state === 'stopped';
    if (!mayStart || !model.hasServerHalf || preferences.startRestored) {
      this.show(tab, held);
      return;
    }
    const title = found?.title ?? tab.title.label;
    const text = found
      ? trans.__('%1 is not running.', title)
      : trans.__('%1 was open here.', title);
    tab.offer(text, trans.__('Start %1', title), () => {
      void model.start(name, null);
      this.show(tab, held);
    });
  }

  private get _base(): string {
    const { baseUrl } = this._options.app.serviceManager.serverSettings;
    return new URL(baseUrl, window.location.href).href;
  }

  private _make(id: string, title: string): AppTab {
    const { app, model, trans } = this._options;
    const name = nameOf(id);
    const showLog = () => {
      void app.commands.execute(CommandIDs.showAppLog, { name });
    };
    const scope = scopeOf(id, new URL(this._base).pathname);
    return new AppTab({
      id,
      title,
      trans,
      ...(scope ? { scope } : {}),
      icon: iconOf(name === null ? undefined : model.find(name)),
      ...(name !== null
        ? { showLog, follow: tab => this._follow(tab, name) }
        : {})
    });
  }

  /** Keeps the word in the tab's toolbar and the page below it true while the tab is in view. */
  private _follow(tab: AppTab, name: string): IDisposable {
    const { model, trans } = this._options;
    const onChanged = () => {
      // It may be enabled while the tab stands; without it no state is known.
      const { hasServerHalf } = model;
      const found = model.find(name);
      this._update(tab, tab.content.id);
      if (found && hasServerHalf) {
        // A dead page looks alive: the server's own page says what became of the app, and leads on.
        if (isOver(this._seen.get(tab) ?? null, found) && !tab.isStartPage) {
          tab.reload();
        }
        this._seen.set(tab, found);
      }
      tab.setHasLog(hasServerHalf);
      tab.setStatus(found && hasServerHalf ? stateWord(trans, found) : '');
      tab.setIcon(iconOf(found));
    };
    const live = model.follow();
    model.changed.connect(onChanged);
    onChanged();
    return new DisposableDelegate(() => {
      model.changed.disconnect(onChanged);
      live.dispose();
    });
  }

  private _isRestored = false;
  /** The app as it was when its tab was last in view. */
  private readonly _seen = new WeakMap<AppTab, IApp>();
}

export namespace AppTabs {
  export type Mode = 'split-right';

  export interface IOptions {
    readonly app: JupyterFrontEnd;
    readonly model: AppsModel;
    readonly tracker: AppTracker;
    readonly preferences: Readonly<IPreferences>;
    readonly trans: TranslationBundle;
  }

  /** The arguments of `server-proxy:open`; the last two are ours. */
  export interface IOpenArgs {
    readonly id: string;
    readonly title: string;
    readonly url: string;
    readonly newBrowserTab: boolean;
    readonly path?: string;
    readonly mode?: Mode;
  }
}
