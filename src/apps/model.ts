import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import type { IAppsModel, IConnection } from '../tokens';
import { type IProblem, ProblemError, problemOf } from '../core/result';
import { type IListReply, LiveList } from '../core/livelist';
import {
  app,
  appReply,
  appsReply,
  type IApp,
  type IAppReply,
  type ILog,
  isAlive,
  logReply,
  startReply,
  withUniqueTitles
} from './types';

const TOPIC = 'apps';

/** The apps of this server and what may be done with them. */
export class AppsModel implements IAppsModel, IDisposable {
  constructor(private readonly _connection: IConnection) {
    _connection.watch.received.connect(this.resource.receive);
    _connection.watch.stateChanged.connect(this._loadOnce, this);
    this.resource.changed.connect(this._onResource, this);
  }

  readonly resource = new LiveList<IApp>(TOPIC, app, row => row.name);

  /** What the last action on an app ran into, by the app's name. */
  readonly problems = new Map<string, IProblem>();

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get apps(): readonly IApp[] {
    return this._apps;
  }

  get alive(): readonly IApp[] {
    return this._apps.filter(isAlive);
  }

  /** False where only jupyter-server-proxy answers: apps can be opened, nothing else. */
  get hasServerHalf(): boolean {
    return this._hasServerHalf;
  }

  get isDisposed(): boolean {
    return this.resource.isDisposed;
  }

  find(name: string): IApp | undefined {
    return this.apps.find(row => row.name === name);
  }

  /** An app's address in the page's own origin. */
  urlOf(path: string): string {
    const { baseUrl } = this._connection.client.serverSettings;
    return new URL(path, new URL(baseUrl, window.location.href)).href;
  }

  /** Asks once, where it was not asked yet. Never rejects: read `resource.problem`. */
  async ready(): Promise<void> {
    if (this.resource.data === null) {
      await this.load();
    }
  }

  /** Asks for the list; without our server half jupyter-server-proxy's own list stands in. */
  load(): Promise<void> {
    return this.resource.ask(() => this._fetch());
  }

  /** The app whose log is shown, or null. A view of the panel, here as commands and tabs ask for it. */
  get logOf(): string | null {
    return this._logOf;
  }

  /** The app the panel shall point at, as someone wanted to open it and could not; null after it did. */
  get pointed(): string | null {
    return this._pointed;
  }

  showLog(name: string | null): void {
    this._logOf = name;
    this._changed.emit();
  }

  point(name: string | null): void {
    this._pointed = name;
    this._changed.emit();
  }

  /** Told by the panel. */
  setVisible(isVisible: boolean): void {
    this._isVisible = isVisible;
    this._update();
    if (isVisible) {
      void this.ready();
    }
    this._loadOnce();
  }

  /** Keeps the states live until disposed. */
  follow(): IDisposable {
    this._followers += 1;
    this._update();
    return new DisposableDelegate(() => {
      this._followers -= 1;
      this._update();
    });
  }

  /**
   * Starts an app, or finds it running.
   *
   * @param folder - a path of the default drive, or null
   * @returns where it opens, with the folder encoded by the server; null where it was refused: read `problems`
   */
  async start(name: string, folder: string | null): Promise<string | null> {
    const body = folder === null ? {} : { folder };
    return this._act(name, 'start', body, reply => {
      const started = startReply(reply);
      this._take(started);
      return started.open_url;
    });
  }

  /** Ends an app; it stays stopped until someone starts it. Never rejects: read `problems`. */
  async stop(name: string): Promise<void> {
    await this._act(name, 'stop', {}, reply => {
      this._take(appReply(reply));
    });
  }

  /** Ends an app and starts it again. Never rejects: read `problems`. */
  async restart(name: string): Promise<void> {
    await this._act(name, 'restart', {}, reply => {
      this._take(appReply(reply));
    });
  }

  /** Ends the program that holds an app's address, if it is still that one. Never rejects: read `problems`. */
  async release(name: string, pid: number, started: number): Promise<void> {
    await this._act(name, 'release', { pid, started }, reply => {
      this._take(appReply(reply));
    });
  }

  /**
   * Lets an app's page be seen although it leads away or is an error, until the app is started anew.
   *
   * @returns whether it was done; else read `problems`
   */
  async show(name: string): Promise<boolean> {
    const done = await this._act(name, 'show', {}, reply => {
      this._take(appReply(reply));
      return true;
    });
    return done ?? false;
  }

  /**
   * Lines of an app's log, masked by the server.
   *
   * @param after - `next` of the last reply, 0 at first
   * @throws ProblemError
   */
  async log(name: string, after: number): Promise<ILog> {
    const path = `${TOPIC}/${encodeURIComponent(name)}/log?after=${after}`;
    return logReply(await this._connection.client.request(path));
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._live?.dispose();
      this._connection.watch.received.disconnect(this.resource.receive);
      this._connection.watch.stateChanged.disconnect(this._loadOnce, this);
      this.resource.dispose();
      Signal.clearData(this);
    }
  }

  private async _fetch(): Promise<IListReply<IApp>> {
    const { client } = this._connection;
    try {
      const { apps, seq } = appsReply(await client.request(TOPIC));
      this._hasServerHalf = true;
      return { rows: apps, seq };
    } catch (error) {
      if (problemOf(error).reason !== 'no-server-half') {
        throw error;
      }
      this._hasServerHalf = false;
      const { appFromServerProxy, serversInfo } = await import(
        /* webpackChunkName: "apps" */ './serversinfo'
      );
      const info = serversInfo(await client.fetch('server-proxy/servers-info'));
      const { pathname } = new URL(this.urlOf(''));
      const rows = info.server_processes.map(entry =>
        appFromServerProxy(entry, pathname)
      );
      return { rows, seq: 0 };
    }
  }

  private async _act<T>(
    name: string,
    verb: 'start' | 'stop' | 'restart' | 'release' | 'show',
    body: object,
    read: (reply: unknown) => T
  ): Promise<T | null> {
    this.problems.delete(name);
    try {
      if (!this._hasServerHalf) {
        throw new ProblemError({ status: 404, reason: 'no-server-half' });
      }
      const path = `${TOPIC}/${encodeURIComponent(name)}/${verb}`;
      return read(await this._connection.client.request(path, 'POST', body));
    } catch (error) {
      this.problems.set(name, problemOf(error));
      this._changed.emit();
      return null;
    }
  }

  private _take({ app, seq }: IAppReply): void {
    this.resource.put(app, seq);
  }

  /** A server without our half has nothing live: no socket is tried there. */
  private _update(): void {
    const isWanted = this._isVisible || this._followers > 0;
    if (isWanted && this._hasServerHalf) {
      this._live ??= this._connection.watch.want(TOPIC, 'visible');
    } else {
      this._live?.dispose();
      this._live = null;
    }
  }

  /** Who looks at a page to which no WebSocket comes through sees the list as it is then. */
  private _loadOnce(): void {
    if (this._isVisible && this._connection.watch.state === 'refused') {
      void this.load();
    }
  }

  private _onResource(): void {
    const rows = this.resource.data ?? [];
    if (rows !== this._rows) {
      this._rows = rows;
      this._apps = withUniqueTitles(rows);
    }
    this._update();
    this._changed.emit();
  }

  private _rows: readonly IApp[] = [];
  private _apps: readonly IApp[] = [];
  private _isVisible = false;
  private _followers = 0;
  private _live: IDisposable | null = null;
  private _logOf: string | null = null;
  private _pointed: string | null = null;
  private _hasServerHalf = true;
  private _changed = new Signal<this, void>(this);
}
