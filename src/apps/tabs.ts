import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { WidgetTracker } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';

import { CommandIDs } from '../core/commands';
import { iconOf } from './icons';
import type { AppsModel } from './model';
import { nameOf, rebase, withoutToken } from './rebase';
import { AppTab } from './tab';
import { stateWord } from './words';

/** jupyter-server-proxy's name in layouts; ours opens what it saved and the other way round. */
const NAMESPACE = 'server-proxy';

/** The tabs of JupyterLab that show a page of this server; one per app. */
export class AppTabs {
  constructor(private readonly _options: AppTabs.IOptions) {}

  /** The tab with this id in front, made where there is none yet. */
  open(id: string, title: string, mode?: AppTabs.Mode): AppTab {
    const { shell } = this._options.app;
    const tab =
      this._tracker.find(t => t.content.id === id) ?? this._make(id, title);
    if (!this._tracker.has(tab)) {
      void this._tracker.add(tab);
    }
    if (tab.isAttached) {
      shell.activateById(tab.id);
    } else {
      shell.add(tab, 'main', mode === undefined ? {} : { mode });
    }
    return tab;
  }

  /** Shows a page in a tab and lets the layout remember it. */
  show(tab: AppTab, url: string): void {
    tab.open(url);
    void this._tracker.save(tab);
  }

  /**
   * Brings tabs back after a reload. To be called while JupyterLab starts: later the layout is restored already.
   */
  restore(restorer: ILayoutRestorer): void {
    const base = this._base;
    void restorer.restore(this._tracker, {
      command: CommandIDs.serverProxyOpen,
      args: ({ content }) => {
        // A page that is not known yet: where its app will be.
        const page = content.url || `${base}${nameOf(content.id) ?? ''}/`;
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

  /** What `server-proxy:open` does, jupyter-server-proxy's and ours. */
  openUrl(args: AppTabs.IOpenArgs): AppTab | undefined {
    const { id, title, newBrowserTab, path, mode } = args;
    const url = rebase(args.url, this._base, id, path);
    if (!/^https?:/.test(url)) {
      return undefined;
    }
    if (newBrowserTab) {
      window.open(url, '_blank');
      return undefined;
    }
    const tab = this.open(id, title, mode);
    // A tab that is there goes on with what its user did in it.
    if (tab.content.url === '') {
      this.show(tab, url);
    }
    return tab;
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
    return new AppTab({
      id,
      title,
      trans,
      icon: iconOf(name === null ? undefined : model.find(name)),
      ...(name !== null && model.hasServerHalf
        ? { showLog, follow: tab => this._follow(tab, name) }
        : {})
    });
  }

  /** Keeps the word in the tab's toolbar true while the tab is in view. */
  private _follow(tab: AppTab, name: string): IDisposable {
    const { model, trans } = this._options;
    const onChanged = () => {
      const found = model.find(name);
      tab.setStatus(found ? stateWord(trans, found) : '');
      tab.content.title.icon = iconOf(found);
    };
    const live = model.follow();
    model.changed.connect(onChanged);
    onChanged();
    return new DisposableDelegate(() => {
      model.changed.disconnect(onChanged);
      live.dispose();
    });
  }

  private readonly _tracker = new WidgetTracker<AppTab>({
    namespace: NAMESPACE
  });
}

export namespace AppTabs {
  export type Mode = 'split-right';

  export interface IOptions {
    readonly app: JupyterFrontEnd;
    readonly model: AppsModel;
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
