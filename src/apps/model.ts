import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import type { IAppsModel, IConnection, IPortsModel } from '../tokens';
import { type IProblem, ProblemError, problemOf } from '../core/result';
import { type IListReply, LiveList } from '../core/livelist';
import type { IFile } from './folder';
import {
  app,
  appReply,
  appsReply,
  type IApp,
  type ILog,
  isAlive,
  logReply,
  startReply,
  withUniqueTitles
} from './types';

const TOPIC = 'apps';

type Verb = 'start' | 'stop' | 'restart' | 'release' | 'show';

/** The apps of this server and what may be done with them. */
export class AppsModel implements IAppsModel {
  constructor(readonly connection: IConnection) {
    connection.watch.received.connect(this.resource.receive);
    connection.watch.stateChanged.connect(this.#onWatch, this);
    this.resource.changed.connect(this.#onResource, this);
  }

  readonly resource = new LiveList<IApp>(TOPIC, app, row => row.name);

  ports?: IPortsModel;

  /** What the last action on an app ran into, by the app's name. */
  readonly problems = new Map<string, IProblem>();

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  get apps(): readonly IApp[] {
    return this.#apps;
  }

  get alive(): readonly IApp[] {
    return this.#apps.filter(isAlive);
  }

  /** False where only jupyter-server-proxy answers: apps can be opened, nothing else. */
  get hasServerHalf(): boolean {
    return this.#hasServerHalf;
  }

  /** Grows whenever a live list begins anew: the server may be another one. */
  get reached(): number {
    return this.#reached;
  }

  /** Whether the server is out of reach, so that what is known is of before. */
  get isLost(): boolean {
    return this.connection.watch.state === 'lost';
  }

  find(name: string): IApp | undefined {
    return this.apps.find(row => row.name === name);
  }

  /** An app's address in the page's own origin. */
  urlOf(path: string): string {
    const { baseUrl } = this.connection.client.serverSettings;
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
    return this.resource.ask(() => this.#fetch());
  }

  /** The app whose log is shown, or null. A view of the panel, here as commands and tabs ask for it. */
  get logOf(): string | null {
    return this.#logOf;
  }

  /** The app the panel shall point at, as someone wanted to open it and could not; null after it did. */
  get pointed(): string | null {
    return this.#pointed;
  }

  showLog(name: string | null): void {
    this.#logOf = name;
    this.#changed.emit();
  }

  point(name: string | null): void {
    this.#pointed = name;
    this.#changed.emit();
  }

  /** Told by the panel. */
  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    this.#update();
    if (isVisible) {
      void this.ready();
    }
    this.#loadOnce();
  }

  /** Keeps the states live until disposed. */
  follow(): IDisposable {
    this.#followers += 1;
    this.#update();
    return new DisposableDelegate(() => {
      this.#followers -= 1;
      this.#update();
    });
  }

  /**
   * Starts an app, or finds it running.
   *
   * @param folder - a path of the default drive, or null
   * @param file - what to open in it, where the app can
   * @returns where it opens, with the folder encoded by the server; null where it was refused: read `problems`
   */
  async start(
    name: string,
    folder: string | null,
    file: IFile | null = null
  ): Promise<string | null> {
    const body = folder === null ? {} : { folder, ...file };
    return this.#act(name, 'start', body, reply => {
      const { app, seq, open_url } = startReply(reply);
      this.resource.put(app, seq);
      return open_url;
    });
  }

  /** Ends an app; it stays stopped until someone starts it. */
  stop(name: string): Promise<boolean> {
    return this.#order(name, 'stop');
  }

  /** Ends an app and starts it again. */
  restart(name: string): Promise<boolean> {
    return this.#order(name, 'restart');
  }

  /** Ends the program that holds an app's address, if it is still that one. */
  release(name: string, pid: number, started: number): Promise<boolean> {
    return this.#order(name, 'release', { pid, started });
  }

  /** Lets an app's page be seen although it leads away or is an error, until the app is started anew. */
  show(name: string): Promise<boolean> {
    return this.#order(name, 'show');
  }

  /**
   * Lines of an app's log, masked by the server.
   *
   * @param after - `next` of the last reply, 0 at first
   * @throws ProblemError
   */
  async log(name: string, after: number): Promise<ILog> {
    const path = `${TOPIC}/${encodeURIComponent(name)}/log?after=${after}`;
    return logReply(await this.connection.client.request(path));
  }

  async #fetch(): Promise<IListReply<IApp>> {
    const { client } = this.connection;
    try {
      const { apps, seq } = appsReply(await client.request(TOPIC));
      this.#hasServerHalf = true;
      return { rows: apps, seq };
    } catch (error) {
      if (problemOf(error).reason !== 'no-server-half') {
        throw error;
      }
      this.#hasServerHalf = false;
      const { appFromServerProxy, serversInfo } = await import(
        /* webpackChunkName: "panel" */ './serversinfo'
      );
      const info = serversInfo(await client.fetch('server-proxy/servers-info'));
      const { pathname } = new URL(this.urlOf(''));
      const rows = info.server_processes.map(entry =>
        appFromServerProxy(entry, pathname)
      );
      return { rows, seq: 0 };
    }
  }

  /** Whether it was done; else read `problems`. Never rejects. */
  async #order(name: string, verb: Verb, body = {}): Promise<boolean> {
    const done = await this.#act(name, verb, body, reply => {
      const { app, seq } = appReply(reply);
      this.resource.put(app, seq);
      return true;
    });
    return done ?? false;
  }

  async #act<T>(
    name: string,
    verb: Verb,
    body: object,
    read: (reply: unknown) => T
  ): Promise<T | null> {
    this.problems.delete(name);
    try {
      if (!this.#hasServerHalf) {
        throw new ProblemError({ status: 404, reason: 'no-server-half' });
      }
      const path = `${TOPIC}/${encodeURIComponent(name)}/${verb}`;
      return read(await this.connection.client.request(path, 'POST', body));
    } catch (error) {
      this.problems.set(name, problemOf(error));
      this.#changed.emit();
      return null;
    }
  }

  /** A server without our half has nothing live: no socket is tried there. */
  #update(): void {
    const isWanted = this.#isVisible || this.#followers > 0;
    if (isWanted && this.#hasServerHalf) {
      this.#live ??= this.connection.watch.want(TOPIC, 'visible');
    } else {
      this.#live?.dispose();
      this.#live = null;
    }
  }

  #onWatch(): void {
    this.#isLive &&= this.connection.watch.state === 'open';
    this.#loadOnce();
    this.#changed.emit();
  }

  /** Who looks at a page to which no WebSocket comes through sees the list as it is then. */
  #loadOnce(): void {
    if (this.#isVisible && this.connection.watch.state === 'refused') {
      void this.load();
    }
  }

  #onResource(): void {
    const { state } = this.resource;
    if (state === 'ready' && this.connection.watch.state === 'open') {
      this.#reached += this.#isLive ? 0 : 1;
      this.#isLive = true;
    }
    const rows = this.resource.data ?? [];
    if (rows !== this.#rows) {
      this.#rows = rows;
      this.#apps = withUniqueTitles(rows);
    }
    this.#update();
    this.#changed.emit();
  }

  #rows: readonly IApp[] = [];
  #apps: readonly IApp[] = [];
  #isLive = false;
  #reached = 0;
  #isVisible = false;
  #followers = 0;
  #live: IDisposable | null = null;
  #logOf: string | null = null;
  #pointed: string | null = null;
  #hasServerHalf = true;
  #changed = new Signal<this, void>(this);
}
