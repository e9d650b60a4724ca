import { URLExt } from '@jupyterlab/coreutils';
import type { ServerConnection } from '@jupyterlab/services';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { array, detail, number, object, string } from './decode';
import type { TopicMessage } from './livelist';

export type WatchLevel = 'background' | 'visible';
export type WatchState = 'closed' | 'connecting' | 'open' | 'lost';

/** A hidden browser tab keeps the socket this long, so that a quick look elsewhere costs nothing. */
const LINGER = 10_000;
/** A reconnect within this time is nobody's business. */
const SILENCE = 5_000;
const FIRST_RETRY = 500;
// Of WebSocket; the constants live on a constructor that tests replace.
const CONNECTING = 0;
const OPEN = 1;
const LAST_RETRY = 60_000;

/** The one user of a WebSocket: open only while the browser tab is visible and something wants live state. */
export class Watch implements IDisposable {
  constructor(private readonly _options: Watch.IOptions) {
    document.addEventListener('visibilitychange', this._onVisibility);
  }

  get state(): WatchState {
    return this._state;
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

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    document.removeEventListener('visibilitychange', this._onVisibility);
    this._wishes.clear();
    this._close();
    Signal.clearData(this);
  }

  private _levels(): Record<string, WatchLevel | null> {
    const levels: Record<string, WatchLevel | null> = {};
    for (const topic of this._topics) {
      levels[topic] = null;
    }
    for (const { topic, level } of this._wishes) {
      levels[topic] = levels[topic] === 'visible' ? 'visible' : level;
    }
    return levels;
  }

  private _update(): void {
    if (this._isDisposed) {
      return;
    }
    const wanted = [...this._wishes].map(wish => wish.topic);
    const isNew = wanted.some(topic => !this._topics.includes(topic));
    this._topics = [...new Set([...this._topics, ...wanted])];
    if (wanted.length === 0 && this._socket === null) {
      this._topics = [];
      this._close(); // what is out of reach is not tried again for nobody
      return;
    }
    if (document.hidden || wanted.length === 0) {
      // Closing waits, so that switching side bars does not open and close sockets.
      this._linger ??= setTimeout(() => {
        this._linger = null;
        if (document.hidden || this._wishes.size === 0) {
          this._topics = [];
          this._close();
        }
      }, LINGER);
    } else {
      this._clearLinger();
    }
    if (wanted.length === 0) {
      this._send();
    } else if (document.hidden) {
      return;
    } else if (this._socket === null && this._retry === null) {
      this._open();
    } else if (isNew && this._socket !== null) {
      this._retire(this._socket);
      this._open();
    } else {
      this._send();
    }
  }

  private _open(): void {
    const { serverSettings } = this._options;
    const path = `remote-ide/v1/watch?topics=${this._topics.join(',')}`;
    let url = serverSettings.wsUrl + path;
    if (serverSettings.appendToken && serverSettings.token !== '') {
      // As core does for kernels, only where the page cannot send a header or a cookie.
      url += `&token=${encodeURIComponent(serverSettings.token)}`;
    }
    const socket = new serverSettings.WebSocket(URLExt.normalize(url));
    this._socket = socket;
    if (this._state !== 'lost') {
      this._to('connecting');
    }
    socket.onopen = () => {
      this._delay = FIRST_RETRY;
      this._clearSilence();
      this._sent = '';
      this._send();
      this._to('open');
    };
    socket.onmessage = (event: MessageEvent<unknown>) => {
      this._onMessage(event.data);
    };
    socket.onclose = () => {
      if (this._socket === socket) {
        this._socket = null;
        this._onLost();
      }
    };
  }

  private _onMessage(data: unknown): void {
    let message: TopicMessage | null;
    try {
      message = Private.decode(JSON.parse(string(data)));
    } catch {
      return; // a newer server may say more than we know
    }
    if (message) {
      this._received.emit(message);
    }
  }

  private _onLost(): void {
    if (this._wishes.size === 0 || document.hidden) {
      this._clearSilence();
      this._to('closed');
      return;
    }
    this._silence ??= setTimeout(() => {
      this._to('lost');
    }, SILENCE);
    this._retry = setTimeout(
      () => {
        this._retry = null;
        this._open();
      },
      this._delay * (0.5 + Math.random())
    );
    this._delay = Math.min(this._delay * 2, LAST_RETRY);
  }

  private _send(): void {
    const text = JSON.stringify({ want: this._levels() });
    if (this._socket?.readyState === OPEN && text !== this._sent) {
      this._sent = text;
      this._socket.send(text);
    }
  }

  private _close(): void {
    this._clearLinger();
    this._clearSilence();
    if (this._retry !== null) {
      clearTimeout(this._retry);
      this._retry = null;
    }
    this._drop();
    this._to('closed');
  }

  /** Another one takes its place. Browsers complain in the console about one that is closed while it connects. */
  private _retire(socket: WebSocket): void {
    if (socket.readyState === CONNECTING) {
      socket.onmessage = null;
      socket.onopen = () => {
        socket.close();
      };
    } else {
      socket.close();
    }
  }

  private _drop(): void {
    const socket = this._socket;
    this._socket = null;
    socket?.close();
  }

  private _clearLinger(): void {
    if (this._linger !== null) {
      clearTimeout(this._linger);
      this._linger = null;
    }
  }

  private _clearSilence(): void {
    if (this._silence !== null) {
      clearTimeout(this._silence);
      this._silence = null;
    }
  }

  private _to(state: WatchState): void {
    if (state !== this._state) {
      this._state = state;
      this._stateChanged.emit(state);
    }
  }

  private _onVisibility = (): void => {
    this._update();
  };

  private _wishes = new Set<{ topic: string; level: WatchLevel }>();
  private _topics: string[] = [];
  private _socket: WebSocket | null = null;
  private _state: WatchState = 'closed';
  private _sent = '';
  private _delay = FIRST_RETRY;
  private _retry: ReturnType<typeof setTimeout> | null = null;
  private _linger: ReturnType<typeof setTimeout> | null = null;
  private _silence: ReturnType<typeof setTimeout> | null = null;
  private _isDisposed = false;
  private _stateChanged = new Signal<this, WatchState>(this);
  private _received = new Signal<this, TopicMessage>(this);
}

export namespace Watch {
  export interface IOptions {
    serverSettings: ServerConnection.ISettings;
  }
}

namespace Private {
  const unknowns = array<unknown>(value => value);

  /** The message, or null for the server's keep-alive `{}`. */
  export function decode(value: unknown): TopicMessage | null {
    const source = object(value);
    if (!('topic' in source)) {
      return null;
    }
    const topic = string(source.topic);
    const seq = number(source.seq);
    if ('problem' in source) {
      const problem = object(source.problem);
      const reason = string(problem.reason);
      const facts = detail(problem.detail);
      return { topic, seq, problem: { status: null, reason, detail: facts } };
    }
    return 'snapshot' in source
      ? { topic, seq, snapshot: unknowns(source.snapshot) }
      : {
          topic,
          seq,
          add: unknowns(source.add),
          change: unknowns(source.change),
          remove: array(string)(source.remove)
        };
  }
}
