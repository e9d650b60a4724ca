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
  readonly #options: Link.IOptions;

  constructor(options: Link.IOptions) {
    this.#options = options;
  }

  /** See `Watch.probe`. */
  probe: (() => Promise<boolean>) | null = null;

  get state(): WatchState {
    return this.#state;
  }

  get stateChanged(): ISignal<this, WatchState> {
    return this.#stateChanged;
  }

  /** Opens a socket; another one takes its place where there is one. */
  open(): void {
    const { connect, hello, onMessage } = this.#options;
    this.#line?.end();
    const isAnswered = this.#isAnswered;
    let isHeard = false;
    const line = new Line(connect(), {
      onMessage: message => {
        // The server speaks at once. That a socket opened says little: some proxies let it, and no more.
        if (!isHeard) {
          isHeard = true;
          this.#onHeard();
        }
        if (message !== null) {
          onMessage(message);
        }
      },
      onGone: () => {
        if (this.#line === line) {
          this.#onGone(isAnswered && !isHeard);
        }
      }
    });
    this.#line = line;
    line.say(hello());
    this.#patience.clear();
    this.#patience.set(PATIENCE, () => {
      line.abort();
      this.#onGone(isAnswered);
    });
    if (this.#state !== 'open' && !this.#isLost) {
      this.#to('connecting');
      this.#silence.set(SILENCE, this.#onSilence);
    }
  }

  /** Closes it, or tries no more. */
  close(): void {
    this.#silence.clear();
    this.#patience.clear();
    this.#turn.clear();
    this.#line?.end();
    this.#line = null;
    this.#isAnswered = false;
    this.#heardAt = Infinity;
    this.#delay = FIRST_RETRY;
    this.#to('closed');
  }

  /** Whether there is a socket, be it open or not yet. */
  get isTrying(): boolean {
    return this.#line !== null;
  }

  /** When it is tried next, in ms of the browser's clock; null while it is tried, or need not be. */
  get retryAt(): number | null {
    return this.#isLost && this.#turn.isSet ? this.#retryAt : null;
  }

  say(text: string): void {
    this.#line?.say(text);
  }

  /** Tries at once what waits for its turn. */
  retry(): void {
    if (this.#isLost) {
      this.#turn.clear();
      this.#delay = FIRST_RETRY;
      this.#ask();
    }
  }

  dispose(): void {
    this.close();
    Signal.clearData(this);
  }

  #onHeard(): void {
    this.#silence.clear();
    this.#patience.clear();
    this.#isAnswered = false;
    this.#heardAt = Date.now();
    this.#to('open');
  }

  /** @param isRefused - the server had answered a request before, and let no socket through */
  #onGone(isRefused: boolean): void {
    this.#line = null;
    this.#patience.clear();
    if (!this.#options.isWanted()) {
      this.close();
      return;
    }
    if (Date.now() - this.#heardAt > SILENCE) {
      this.#delay = FIRST_RETRY; // it stood; one that dies at once comes back ever more rarely
    }
    this.#heardAt = Infinity;
    if (isRefused) {
      this.#to('refused');
    } else if (!this.#isLost) {
      this.#to('connecting');
      this.#silence.set(SILENCE, this.#onSilence);
    }
    this.#later();
  }

  readonly #onSilence = (): void => {
    this.#to('lost');
    if (this.probe !== null) {
      this.#ask();
    }
  };

  #later(): void {
    // Not all pages of a hub at one moment.
    const delay = this.#delay * (0.5 + Math.random() / 2);
    this.#retryAt = Date.now() + delay;
    this.#turn.set(delay, () => {
      if (this.#state === 'lost' && !this.#isAnswered) {
        this.#ask();
      } else {
        this.open();
      }
    });
    this.#delay = Math.min(this.#delay * 2, LAST_RETRY);
  }

  /** Asks whether the server is there, and opens a socket where it is. */
  #ask(): void {
    if (this.probe === null) {
      this.open();
    } else if (!this.#isAsking) {
      this.#isAsking = true;
      void this.probe().then(isAnswered => {
        this.#isAsking = false;
        this.#onAnswer(isAnswered);
      });
    }
  }

  #onAnswer(isAnswered: boolean): void {
    if (!this.#isLost) {
      return; // it stands again, or nobody wants it any more
    }
    this.#isAnswered = isAnswered;
    if (!isAnswered) {
      this.#to('lost');
    }
    if (this.#line === null && !this.#turn.isSet) {
      if (isAnswered) {
        this.open();
      } else {
        this.#later();
      }
    }
  }

  get #isLost(): boolean {
    return this.#state === 'lost' || this.#state === 'refused';
  }

  #to(state: WatchState): void {
    if (state !== this.#state) {
      this.#state = state;
      this.#stateChanged.emit(state);
    }
  }

  readonly #silence = new Timer();
  readonly #patience = new Timer();
  readonly #turn = new Timer();
  readonly #stateChanged = new Signal<this, WatchState>(this);
  #line: Line | null = null;
  #state: WatchState = 'closed';
  #delay = FIRST_RETRY;
  #retryAt = 0;
  /** When the socket that stands was first heard, in ms of the browser's clock. */
  #heardAt = Infinity;
  #isAnswered = false;
  #isAsking = false;
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
