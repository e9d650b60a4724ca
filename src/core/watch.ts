import type { ServerConnection } from '@jupyterlab/services';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { Link, type WatchState } from './link';
import type { TopicMessage } from './livelist';
import { Timer } from './timer';

export type { WatchState };
export type WatchLevel = 'background' | 'visible';

/** A hidden browser tab keeps the socket this long, so that a quick look elsewhere costs nothing. */
const LINGER = 10_000;

/** The one user of a WebSocket: open only while the browser tab is visible and something wants live state. */
export class Watch implements IDisposable {
  readonly #options: Watch.IOptions;

  constructor(options: Watch.IOptions) {
    this.#options = options;
    this.#link.stateChanged.connect(this.#onState, this);
    document.addEventListener('visibilitychange', this.#onVisibility);
    window.addEventListener('online', this.#onReturn);
    window.addEventListener('focus', this.#onReturn);
  }

  /**
   * Whether the server answers as it should; must not reject. Browsers do not tell why a socket failed, so this is
   * asked when it is lost, and from then on in place of the socket, until the answer is yes.
   */
  set probe(probe: (() => Promise<boolean>) | null) {
    this.#link.probe = probe;
  }

  get state(): WatchState {
    return this.#link.state;
  }

  /** When a lost socket is tried next, in ms of the browser's clock; null where it is not waited for. */
  get retryAt(): number | null {
    return this.#link.retryAt;
  }

  get stateChanged(): ISignal<this, WatchState> {
    return this.#stateChanged;
  }

  get received(): ISignal<this, TopicMessage> {
    return this.#received;
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** Wants a topic at a level until disposed; the closest level wanted is what the server hears. */
  want(topic: string, level: WatchLevel): IDisposable {
    const wish = { topic, level };
    this.#wishes.add(wish);
    this.#update();
    return new DisposableDelegate(() => {
      this.#wishes.delete(wish);
      this.#update();
    });
  }

  /** Tries a lost socket at once, before its turn. */
  retry(): void {
    if (this.#isWanted) {
      this.#link.retry();
    }
  }

  dispose(): void {
    if (!this.#isDisposed) {
      this.#isDisposed = true;
      document.removeEventListener('visibilitychange', this.#onVisibility);
      window.removeEventListener('online', this.#onReturn);
      window.removeEventListener('focus', this.#onReturn);
      this.#wishes.clear();
      this.#linger.clear();
      this.#link.dispose();
      Signal.clearData(this);
    }
  }

  #update(): void {
    const link = this.#link;
    if (this.#isDisposed) {
      return;
    }
    if (this.#isWanted) {
      this.#linger.clear();
      const isNew = this.#wanted.some(topic => !this.#topics.includes(topic));
      if (link.state === 'closed' || (link.isTrying && isNew)) {
        link.open();
      } else {
        link.say(this.#words());
      }
    } else if (this.#wishes.size === 0 && !link.isTrying) {
      link.close(); // what is out of reach is not tried again for nobody
    } else {
      // Closing waits, so that switching side bars does not open and close sockets.
      this.#linger.set(LINGER, () => {
        link.close();
      });
      link.say(this.#words());
    }
  }

  #connect(): WebSocket {
    this.#topics = this.#wanted;
    const { WebSocket, wsUrl, token, appendToken } =
      this.#options.serverSettings;
    let url = `${wsUrl}remote-ide/v1/watch?topics=${this.#topics.join(',')}`;
    if (appendToken && token !== '') {
      // As core does for kernels, only where the page cannot send a header or a cookie.
      url += `&token=${encodeURIComponent(token)}`;
    }
    return new WebSocket(url);
  }

  /** What the server is to send of each topic of the socket; null is nothing. */
  #words(): string {
    const want: Record<string, WatchLevel | null> = {};
    for (const topic of this.#topics) {
      want[topic] = null;
    }
    for (const { topic, level } of this.#wishes) {
      want[topic] = want[topic] === 'visible' ? 'visible' : level;
    }
    return JSON.stringify({ want });
  }

  get #isWanted(): boolean {
    return this.#wishes.size > 0 && !document.hidden;
  }

  get #wanted(): string[] {
    return [...new Set([...this.#wishes].map(wish => wish.topic))];
  }

  #onState(_: Link, state: WatchState): void {
    this.#stateChanged.emit(state);
  }

  readonly #onVisibility = (): void => {
    this.#update();
    this.retry();
  };

  /** Of the network, or of whoever looks. */
  readonly #onReturn = (): void => {
    this.retry();
  };

  readonly #wishes = new Set<{ topic: string; level: WatchLevel }>();
  readonly #linger = new Timer();
  readonly #link = new Link({
    connect: () => this.#connect(),
    hello: () => this.#words(),
    isWanted: () => this.#isWanted,
    onMessage: message => {
      this.#received.emit(message);
    }
  });
  #topics: string[] = [];
  #isDisposed = false;
  #stateChanged = new Signal<this, WatchState>(this);
  #received = new Signal<this, TopicMessage>(this);
}

export namespace Watch {
  export interface IOptions {
    /** As of `ServerConnection`; a page without JupyterLab has no more than these. */
    readonly serverSettings: Pick<
      ServerConnection.ISettings,
      'wsUrl' | 'appendToken' | 'token' | 'WebSocket'
    >;
  }
}
