import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import type { IConnection } from '../tokens';
import { type IProblem, problemOf } from '../core/result';
import { LiveList } from '../core/livelist';
import type { WatchLevel } from '../core/watch';
import { type IPort, port, portsReply } from './types';

const TOPIC = 'ports';

/** The listening ports of this server, live while someone looks or the setting wants them. */
export class PortsModel {
  readonly #connection: IConnection;

  constructor(connection: IConnection) {
    this.#connection = connection;
    connection.watch.received.connect(this.resource.receive);
    connection.watch.stateChanged.connect(this.#loadOnce, this);
    this.resource.changed.connect(this.#onResource, this);
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  readonly resource = new LiveList<IPort>(TOPIC, port, row => row.id);

  /** What the last stop of a port ran into, by the port's id. */
  readonly problems = new Map<string, IProblem>();

  get ports(): readonly IPort[] {
    return this.resource.data ?? [];
  }

  get listening(): ReadonlySet<number> | null {
    const { data, cut } = this.resource;
    return data && cut === 0 ? new Set(data.map(({ port }) => port)) : null;
  }

  get isVisible(): boolean {
    return this.#isVisible;
  }

  /** Whether ports are followed while the panel is hidden. */
  setBackground(isOn: boolean): void {
    this.#isBackground = isOn;
    this.#update();
  }

  /** Told by the panel. */
  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    this.#update();
    this.#loadOnce();
  }

  /** The reason why this server lists no ports: then it is not asked either. Null where it does. */
  setDenied(reason: string | null): void {
    if (reason !== this.#denied) {
      this.#denied = reason;
      if (reason !== null) {
        this.resource.forget();
      }
      this.#update();
      this.#changed.emit();
    }
  }

  get denied(): string | null {
    return this.#denied;
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
    const { baseUrl } = this.#connection.client.serverSettings;
    return new URL(path, new URL(baseUrl, window.location.href)).href;
  }

  /** Asks once, where it is not denied. Never rejects: read `resource.problem`. */
  async load(): Promise<void> {
    if (this.#denied !== null) {
      return;
    }
    await this.resource.ask(async () => {
      const reply = await this.#connection.client.request(TOPIC);
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
      await this.#connection.client.request(
        `${TOPIC}/${encodeURIComponent(id)}/stop`,
        'POST',
        { pid, started, inodes }
      );
    } catch (error) {
      problem = problemOf(error);
      this.problems.set(id, problem);
      this.#changed.emit();
    }
    return problem;
  }

  #update(): void {
    let level: WatchLevel | null = null;
    if (this.#denied === null) {
      level = this.#isVisible
        ? 'visible'
        : this.#isBackground
          ? 'background'
          : null;
    }
    if (level !== this.#level) {
      // The new wish stands before the old one goes, so that the socket never has none.
      const old = this.#want;
      this.#want = level && this.#connection.watch.want(TOPIC, level);
      this.#level = level;
      old?.dispose();
    }
  }

  /** Who looks at a page to which no WebSocket comes through sees the list as it is then. */
  #loadOnce(): void {
    if (this.#isVisible && this.#connection.watch.state === 'refused') {
      void this.load();
    }
  }

  #onResource(): void {
    this.#changed.emit();
  }

  #want: IDisposable | null = null;
  #level: WatchLevel | null = null;
  #denied: string | null = null;
  #isVisible = false;
  #isBackground = false;
  #changed = new Signal<this, void>(this);
}
