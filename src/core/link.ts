import { type ISignal, Signal } from '@lumino/signaling';

import { Line } from './line';
import type { TopicMessage } from './livelist';
import { Timer } from './timer';

/**
 * `lost`: out of reach, or nobody knows yet. `refused`: the server answers requests, but no WebSocket comes through.
 */
export type WatchState = 'closed' | 'connecting' | 'open' | 'lost' | 'refused';

/** A reconnect within this time is nobody's business. */
const SILENCE = 5_000;
/** A socket of which nothing is heard for so long is no better than one that was refused. */
const PATIENCE = 15_000;
const FIRST_RETRY = 1_000;
/** Somebody looks at a page that says it is lost: the panel must not be the last to know. */
const LAST_RETRY = 15_000;

/** Keeps a socket to the server: opens it anew when it breaks, ever more rarely, and knows whether it is lost. */
export class Link {
  constructor(private readonly _options: Link.IOptions) {}

  /** See `Watch.probe`. */
  probe: (() => Promise<boolean>) | null = null;

  get state(): WatchState {
    return this._state;
  }

  get stateChanged(): ISignal<this, WatchState> {
    return this._stateChanged;
  }

  /** Opens a socket; another one takes its place where there is one. */
  open(): void {
    const { connect, hello, onMessage } = this._options;
    this._line?.end();
    const isAnswered = this._isAnswered;
    let isHeard = false;
    const line = new Line(connect(), {
      onMessage: message => {
        // The server speaks at once. That a socket opened says little: some proxies let it, and no more.
        if (!isHeard) {
          isHeard = true;
          this._onHeard();
        }
        if (message !== null) {
          onMessage(message);
        }
      },
      onGone: () => {
        if (this._line === line) {
          this._onGone(isAnswered && !isHeard);
        }
      }
    });
    this._line = line;
    line.say(hello());
    this._patience.clear();
    this._patience.set(PATIENCE, () => {
      line.abort();
      this._onGone(isAnswered);
    });
    if (this._state !== 'open' && !this._isLost) {
      this._to('connecting');
      this._silence.set(SILENCE, this._onSilence);
    }
  }

  /** Closes it, or tries no more. */
  close(): void {
    this._silence.clear();
    this._patience.clear();
    this._turn.clear();
    this._line?.end();
    this._line = null;
    this._isAnswered = false;
    this._heardAt = Infinity;
    this._delay = FIRST_RETRY;
    this._to('closed');
  }

  /** Whether there is a socket, be it open or not yet. */
  get isTrying(): boolean {
    return this._line !== null;
  }

  /** When it is tried next, in ms of the browser's clock; null while it is tried, or need not be. */
  get retryAt(): number | null {
    return this._isLost && this._turn.isSet ? this._retryAt : null;
  }

  say(text: string): void {
    this._line?.say(text);
  }

  /** Tries at once what waits for its turn. */
  retry(): void {
    if (this._isLost) {
      this._turn.clear();
      this._delay = FIRST_RETRY;
      this._ask();
    }
  }

  dispose(): void {
    this.close();
    Signal.clearData(this);
  }

  private _onHeard(): void {
    this._silence.clear();
    this._patience.clear();
    this._isAnswered = false;
    this._heardAt = Date.now();
    this._to('open');
  }

  /** @param isRefused - the server had answered a request before, and let no socket through */
  private _onGone(isRefused: boolean): void {
    this._line = null;
    this._patience.clear();
    if (!this._options.isWanted()) {
      this.close();
      return;
    }
    if (Date.now() - this._heardAt > SILENCE) {
      this._delay = FIRST_RETRY; // it stood; one that dies at once comes back ever more rarely
    }
    this._heardAt = Infinity;
    if (isRefused) {
      this._to('refused');
    } else if (!this._isLost) {
      this._to('connecting');
      this._silence.set(SILENCE, this._onSilence);
    }
    this._later();
  }

  private readonly _onSilence = (): void => {
    this._to('lost');
    if (this.probe !== null) {
      this._ask();
    }
  };

  private _later(): void {
    // Not all pages of a hub at one moment.
    const delay = this._delay * (0.5 + Math.random() / 2);
    this._retryAt = Date.now() + delay;
    this._turn.set(delay, () => {
      if (this._state === 'lost' && !this._isAnswered) {
        this._ask();
      } else {
        this.open();
      }
    });
    this._delay = Math.min(this._delay * 2, LAST_RETRY);
  }

  /** Asks whether the server is there, and opens a socket where it is. */
  private _ask(): void {
    if (this.probe === null) {
      this.open();
    } else if (!this._isAsking) {
      this._isAsking = true;
      void this.probe().then(isAnswered => {
        this._isAsking = false;
        this._onAnswer(isAnswered);
      });
    }
  }

  private _onAnswer(isAnswered: boolean): void {
    if (!this._isLost) {
      return; // it stands again, or nobody wants it any more
    }
    this._isAnswered = isAnswered;
    if (!isAnswered) {
      this._to('lost');
    }
    if (this._line === null && !this._turn.isSet) {
      if (isAnswered) {
        this.open();
      } else {
        this._later();
      }
    }
  }

  private get _isLost(): boolean {
    return this._state === 'lost' || this._state === 'refused';
  }

  private _to(state: WatchState): void {
    if (state !== this._state) {
      this._state = state;
      this._stateChanged.emit(state);
    }
  }

  private readonly _silence = new Timer();
  private readonly _patience = new Timer();
  private readonly _turn = new Timer();
  private readonly _stateChanged = new Signal<this, WatchState>(this);
  private _line: Line | null = null;
  private _state: WatchState = 'closed';
  private _delay = FIRST_RETRY;
  private _retryAt = 0;
  /** When the socket that stands was first heard, in ms of the browser's clock. */
  private _heardAt = Infinity;
  private _isAnswered = false;
  private _isAsking = false;
}

export namespace Link {
  export interface IOptions {
    readonly connect: () => WebSocket;
    /** What is said first on each socket. */
    readonly hello: () => string;
    readonly isWanted: () => boolean;
    readonly onMessage: (message: TopicMessage) => void;
  }
}
