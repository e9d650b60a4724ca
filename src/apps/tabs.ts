import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import { PageConfig } from '@jupyterlab/coreutils';
import type { LabIcon } from '@jupyterlab/ui-components';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';

import { CommandIDs } from '../core/commands';
import { webIcon } from '../ui/webicon';
import { hostPageAt } from './hostpage';
import { iconOf } from './icons';
import type { AppTracker } from './layout';
import { scopeOf } from './leaving';
import type { AppsModel } from './model';
import { rebase } from './rebase';
import { AppTab } from './tab';
import { isOver } from './over';
import type { IPreferences } from './preferences';
import { folderOf, portAt } from './tabid';
import { type IApp, nameOf } from './types';
import { stateWord } from './words/states';

/** The tabs of JupyterLab that show a page of this server; one per app. */
export class AppTabs {
  readonly #options: AppTabs.IOptions;

  constructor(options: AppTabs.IOptions) {
    this.#options = options;
    const { app, model } = options;
    void app.restored.then(() => {
      this.#isRestored = true;
    });
    model.changed.connect(this.#onApps, this);
    model.ports?.changed.connect(this.#onPorts, this);
    this.#onPorts();
  }

  /** The tab with this id in front, made where there is none yet. */
  open(id: string, title: string, mode?: AppTabs.Mode): AppTab {
    const { app, tracker } = this.#options;
    const { shell } = app;
    const tab = tracker.find(t => t.content.id === id) ?? this.#make(id, title);
    tab.setTitle(title); // another program may be there by now
    if (!tracker.has(tab)) {
      void tracker.add(tab);
    }
    if (tab.isAttached) {
      shell.activateById(tab.id);
    } else {
      shell.add(tab, 'main', mode === undefined ? {} : { mode });
    }
    return tab;
  }

  /** The tab that shows this app, of several the one that was in view last; null where none is open. */
  lastOf(name: string): AppTab | null {
    const last = this.#last.get(name);
    if (last?.isAttached) {
      return last;
    }
    const found = this.#options.tracker.find(
      tab => nameOf(tab.content.id) === name && tab.isAttached
    );
    return found ?? null;
  }

  /** Shows a page in a tab and lets the layout remember it. */
  show(tab: AppTab, url: string): void {
    tab.open(url);
    void this.#options.tracker.save(tab);
  }

  /** What `server-proxy:open` does, jupyter-server-proxy's and ours. */
  openUrl(args: AppTabs.IOpenArgs): AppTab | undefined {
    const { id, title, path, mode } = args;
    const { preferences } = this.#options;
    const isAway =
      this.#isRestored && // a layout opens nothing elsewhere
      (args.newBrowserTab ??
        (preferences.openIn === 'browser' ||
          // Notebook 7 has no place for a tab beside its page.
          PageConfig.getOption('notebookPage') !== ''));
    const url = rebase(args.url, this.#base, id, path);
    if (!/^https?:/.test(url)) {
      return undefined;
    }
    if (isAway) {
      window.open(url, '_blank', 'noopener');
      return undefined;
    }
    const tab = this.open(id, title, mode);
    // A tab that is there goes on with what its user did in it.
    if (tab.content.url === '' && tab.held === null) {
      // A tab that comes with the layout was asked for by nobody; an address starts its app.
      if (this.#isRestored || this.#portOf(url)) {
        this.show(tab, url);
      } else {
        tab.hold(url);
        this.#update(tab, id);
      }
    } else if (tab.isStartPage) {
      tab.reload(); // nothing answered there
    }
    return tab;
  }

  /** Loads a page that was kept back, or offers to, as soon as it is known what becomes of its app. */
  #update(tab: AppTab, id: string): void {
    const { model, preferences, trans } = this.#options;
    const { held } = tab;
    const { data, problem } = model.resource;
    if (held === null || this.#lost.get(tab) === model.reached) {
      return; // what is known is of before
    }
    const name = nameOf(id);
    const found = model.find(name ?? '');
    const title = found?.title ?? tab.title.label;
    const wasOpen = trans.__('%1 was open here.', title);
    if (name === null) {
      tab.offer(wasOpen, {
        [trans.__('Open')]: () => {
          this.show(tab, held);
        }
      });
      return;
    }
    if (model.isLost) {
      tab.offer(trans.__('The server does not answer.'));
      return;
    }
    if (data === null && problem === null) {
      return;
    }
    this.#lost.delete(tab);
    if (data !== null && !found) {
      tab.offer(trans.__('There is no app “%1” on this server.', name));
      return;
    }
    // A layout may say anything: the address of another app would start that.
    const isOwn = held.startsWith(model.urlOf(`./${name}/`));
    const url = found && !isOwn ? model.urlOf(found.open_url) : held;
    // Whoever opens the address of a stopped app starts it.
    const mayStart = data === null || found?.state === 'stopped';
    const isWanted = preferences.startRestored && !this.#ended.has(tab);
    if (!mayStart || !model.hasServerHalf || isWanted) {
      this.#ended.delete(tab);
      this.show(tab, url);
      return;
    }
    tab.offer(found ? trans.__('%1 is not running.', title) : wasOpen, {
      [trans.__('Start %1', title)]: () => {
        void model.start(name, null);
        this.show(tab, url);
      }
    });
  }

  /** A dead page looks alive. What came of its app is said in its place, and nothing starts by itself. */
  #turn(tab: AppTab, { state }: IApp): void {
    if (state === 'stopped') {
      this.#ended.add(tab);
      this.#lost.delete(tab);
      tab.hold(tab.location);
      this.#update(tab, tab.content.id);
    } else {
      tab.reload();
    }
  }

  get #base(): string {
    const { baseUrl } = this.#options.app.serviceManager.serverSettings;
    return new URL(baseUrl, window.location.href).href;
  }

  #make(id: string, title: string): AppTab {
    const { app, model, trans } = this.#options;
    const name = nameOf(id);
    const showLog = () => {
      void app.commands.execute(CommandIDs.showAppLog, { name });
    };
    const scope = scopeOf(id, new URL(this.#base).pathname);
    const tab = new AppTab({
      id,
      title,
      trans,
      ask: () => model.connection.client.request('status'),
      ...(scope ? { scope } : {}),
      icon: this.#iconOf(id),
      ...(name !== null
        ? {
            showLog,
            pageAlone: location => {
              const found = model.find(name);
              return found ? hostPageAt(model, found, location) : location;
            },
            follow: tab => this.#follow(tab, name),
            onLost: tab => {
              this.#lost.set(tab, model.reached);
              tab.setStatus('');
            }
          }
        : {})
    });
    tab.content.title.caption = folderOf(id) ?? portAt(id)?.[0] ?? '';
    return tab;
  }

  #portOf(url: string): string | undefined {
    return portAt(url.replace(this.#base, ''))?.[1];
  }

  #iconOf(id: string): LabIcon {
    const name = nameOf(id);
    return name === null ? webIcon : iconOf(this.#options.model.find(name));
  }

  #onApps(): void {
    this.#options.tracker.forEach(tab => {
      tab.setIcon(this.#iconOf(tab.content.id));
    });
  }

  /** Where a program is gone the server's page takes the place of its own, and sees by itself when it is back. */
  #onPorts(): void {
    const { model, tracker } = this.#options;
    const before = this.#ports;
    // No page is taken away for what is not known.
    const now = model.ports?.listening ?? before;
    this.#ports = now;
    tracker.forEach(tab => {
      const port = Number(this.#portOf(tab.address));
      if (port && (tab.held !== null || (before.has(port) && !now.has(port)))) {
        tab.reload();
      }
    });
  }

  /** Keeps the word in the tab's toolbar and the page below it true while the tab is in view. */
  #follow(tab: AppTab, name: string): IDisposable {
    const { model, trans } = this.#options;
    this.#last.set(name, tab);
    const onChanged = () => {
      // It may be enabled while the tab stands; without it no state is known.
      const { hasServerHalf } = model;
      const found = model.find(name);
      this.#update(tab, tab.content.id);
      if (found && hasServerHalf) {
        // The server's own page follows the app by itself.
        if (isOver(this.#seen.get(tab) ?? null, found) && !tab.isStartPage) {
          this.#turn(tab, found);
        }
        this.#seen.set(tab, found);
      }
      tab.setHasLog(hasServerHalf && found !== undefined);
      const isKnown = hasServerHalf && !model.isLost && !this.#lost.has(tab);
      tab.setStatus(found && isKnown ? stateWord(trans, found) : '');
    };
    const live = model.follow();
    model.changed.connect(onChanged);
    onChanged();
    return new DisposableDelegate(() => {
      model.changed.disconnect(onChanged);
      live.dispose();
    });
  }

  #isRestored = false;
  /** Those that something listened on at last. */
  #ports: ReadonlySet<number> = new Set();
  /** The tab of each app that was in view last. */
  readonly #last = new Map<string, AppTab>();
  /** The app as it was when its tab was last in view. */
  readonly #seen = new WeakMap<AppTab, IApp>();
  /** Those whose app ended while they were open. */
  readonly #ended = new WeakSet<AppTab>();
  /** Those whose page could not be loaded, with `reached` of the model then. */
  readonly #lost = new WeakMap<AppTab, number>();
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

  /** The arguments of `server-proxy:open`; the last two are ours alone. */
  export interface IOpenArgs {
    readonly id: string;
    readonly title: string;
    readonly url: string;
    /** Without it the setting decides. */
    readonly newBrowserTab?: boolean;
    readonly path?: string;
    readonly mode?: Mode;
  }
}
