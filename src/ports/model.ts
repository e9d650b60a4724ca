import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import type { IConnection } from '../tokens';
import { type IProblem, problemOf } from '../core/result';
import { LiveList } from '../core/livelist';
import type { WatchLevel } from '../core/watch';
import { type IPort, port, portsReply } from './types';

const TOPIC = 'ports';

/** The listening ports of this server, live while someone looks or the setting wants them. */
export class PortsModel implements IDisposable {
  constructor(private readonly _connection: IConnection) {
    _connection.watch.received.connect(this.resource.receive);
    _connection.watch.stateChanged.connect(this._loadOnce, this);
    this.resource.changed.connect(this._onResource, this);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  readonly resource = new LiveList<IPort>(TOPIC, port, row => row.id);

  /** What the last stop of a port ran into, by the port's id. */
  readonly problems = new Map<string, IProblem>();

  get ports(): readonly IPort[] {
    return this.resource.data ?? [];
  }

  get isVisible(): boolean {
    return this._isVisible;
  }

  get isDisposed(): boolean {
    return this.resource.isDisposed;
  }

  /** Whether ports are followed while the panel is hidden. */
  setBackground(isOn: boolean): void {
    this._isBackground = isOn;
    this._update();
  }

  /** Told by the panel. */
  setVisible(isVisible: boolean): void {
    this._isVisible = isVisible;
    this._update();
    this._loadOnce();
  }

  /** The reason why this server lists no ports: then it is not asked either. Null where it does. */
  setDenied(reason: string | null): void {
    if (reason !== this._denied) {
      this._denied = reason;
      if (reason !== null) {
        this.resource.forget();
      }
      this._update();
      this._changed.emit();
    }
  }

  get denied(): string | null {
    return this._denied;
  }

  /** By id: two programs may listen on one port number, at different addresses. */
  find(id: string): IPort | undefined {
    return this.ports.find(row => row.id === id);
  }

  /** A port's address in the page's own origin; the server's path is kept as it is, slash included. */
  urlOf(row: IPort): string | null {
    return row.url === null ? null : this.absolute(row.url);
  }

  /** Where a port's page is, as people say it: `proxy/8050/`; empty where it has none. */
  linkOf(row: IPort): string {
    const url = this.urlOf(row) ?? '';
    const base = this.absolute('');
    return url.startsWith(base) ? url.slice(base.length) : '';
  }

  /** A path of the server as an address; the page may come from another origin than the server. */
  absolute(path: string): string {
    const { baseUrl } = this._connection.client.serverSettings;
    return new URL(path, new URL(baseUrl, window.location.href)).href;
  }

  /** Asks once, where it is not denied. Never rejects: read `resource.problem`. */
  async load(): Promise<void> {
    if (this._denied !== null) {
      return;
    }
    await this.resource.ask(async () => {
      const reply = await this._connection.client.request(TOPIC);
      const { ports: rows, ...more } = portsReply(reply);
      return { rows, ...more };
    });
  }

  /** Ends the program behind a row, if it is still the one that was shown. Never rejects. */
  async stop(row: IPort): Promise<IProblem | null> {
    const { id, pid, started, inodes } = row;
    let problem: IProblem | null = null;
    this.problems.delete(id);
    try {
      await this._connection.client.request(
        `${TOPIC}/${encodeURIComponent(id)}/stop`,
        'POST',
        { pid, started, inodes }
      );
    } catch (error) {
      problem = problemOf(error);
      this.problems.set(id, problem);
      this._changed.emit();
    }
    return problem;
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._want?.dispose();
      this._connection.watch.received.disconnect(this.resource.receive);
      this._connection.watch.stateChanged.disconnect(this._loadOnce, this);
      this.resource.dispose();
      Signal.clearData(this);
    }
  }

  private _update(): void {
    let level: WatchLevel | null = null;
    if (this._denied === null) {
      level = this._isVisible
        ? 'visible'
        : this._isBackground
          ? 'background'
          : null;
    }
    if (level !== this._level) {
      // The new wish stands before the old one goes, so that the socket never has none.
      const old = this._want;
      this._want = level && this._connection.watch.want(TOPIC, level);
      this._level = level;
      old?.dispose();
    }
  }

  /** Who looks at a page to which no WebSocket comes through sees the list as it is then. */
  private _loadOnce(): void {
    if (this._isVisible && this._connection.watch.state === 'refused') {
      void this.load();
    }
  }

  private _onResource(): void {
    this._changed.emit();
  }

  private _want: IDisposable | null = null;
  private _level: WatchLevel | null = null;
  private _denied: string | null = null;
  private _isVisible = false;
  private _isBackground = false;
  private _changed = new Signal<this, void>(this);
}
