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
  constructor(private readonly _options: Watch.IOptions) {
    this._link.stateChanged.connect(this._onState, this);
    document.addEventListener('visibilitychange', this._onVisibility);
    window.addEventListener('online', this._onReturn);
    window.addEventListener('focus', this._onReturn);
  }

  /**
   * Whether the server answers as it should; must not reject. Browsers do not tell why a socket failed, so this is
   * asked when it is lost, and from then on in place of the socket, until the answer is yes.
   */
  set probe(probe: (() => Promise<boolean>) | null) {
    this._link.probe = probe;
  }

  get state(): WatchState {
    return this._link.state;
  }

  /** When a lost socket is tried next, in ms of the browser's clock; null where it is not waited for. */
  get retryAt(): number | null {
    return this._link.retryAt;
  }

  get stateChanged(): ISignal<this, WatchState> {
    return this._stateChanged;
  }

  get received(): ISignal<this, TopicMessage> {
    return this._received;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Wants a topic at a level until disposed; the closest level wanted is what the server hears. */
  want(topic: string, level: WatchLevel): IDisposable {
    const wish = { topic, level };
    this._wishes.add(wish);
    this._update();
    return new DisposableDelegate(() => {
      this._wishes.delete(wish);
      this._update();
    });
  }

  /** Tries a lost socket at once, before its turn. */
  retry(): void {
    if (this._isWanted) {
      this._link.retry();
    }
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      document.removeEventListener('visibilitychange', this._onVisibility);
      window.removeEventListener('online', this._onReturn);
      window.removeEventListener('focus', this._onReturn);
      this._wishes.clear();
      this._linger.clear();
      this._link.dispose();
      Signal.clearData(this);
    }
  }

  private _update(): void {
    const link = this._link;
    if (this._isDisposed) {
      return;
    }
    if (this._isWanted) {
      this._linger.clear();
      const isNew = this._wanted.some(topic => !this._topics.includes(topic));
      if (link.state === 'closed' || (link.isTrying && isNew)) {
        link.open();
      } else {
        link.say(this._words());
      }
    } else if (this._wishes.size === 0 && !link.isTrying) {
      link.close(); // what is out of reach is not tried again for nobody
    } else {
      // Closing waits, so that switching side bars does not open and close sockets.
      this._linger.set(LINGER, () => {
        link.close();
      });
      link.say(this._words());
    }
  }

  private _connect(): WebSocket {
    this._topics = this._wanted;
    const { WebSocket, wsUrl, token, appendToken } =
      this._options.serverSettings;
    let url = `${wsUrl}remote-ide/v1/watch?topics=${this._topics.join(',')}`;
    if (appendToken && token !== '') {
      // As core does for kernels, only where the page cannot send a header or a cookie.
      url += `&token=${encodeURIComponent(token)}`;
    }
    return new WebSocket(url);
  }

  /** What the server is to send of each topic of the socket; null is nothing. */
  private _words(): string {
    const want: Record<string, WatchLevel | null> = {};
    for (const topic of this._topics) {
      want[topic] = null;
    }
    for (const { topic, level } of this._wishes) {
      want[topic] = want[topic] === 'visible' ? 'visible' : level;
    }
    return JSON.stringify({ want });
  }

  private get _isWanted(): boolean {
    return this._wishes.size > 0 && !document.hidden;
  }

  private get _wanted(): string[] {
    return [...new Set([...this._wishes].map(wish => wish.topic))];
  }

  private _onState(_: Link, state: WatchState): void {
    this._stateChanged.emit(state);
  }

  private readonly _onVisibility = (): void => {
    this._update();
    this.retry();
  };

  /** Of the network, or of whoever looks. */
  private readonly _onReturn = (): void => {
    this.retry();
  };

  private readonly _wishes = new Set<{ topic: string; level: WatchLevel }>();
  private readonly _linger = new Timer();
  private readonly _link = new Link({
    connect: () => this._connect(),
    hello: () => this._words(),
    isWanted: () => this._isWanted,
    onMessage: message => {
      this._received.emit(message);
    }
  });
  private _topics: string[] = [];
  private _isDisposed = false;
  private _stateChanged = new Signal<this, WatchState>(this);
  private _received = new Signal<this, TopicMessage>(this);
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
