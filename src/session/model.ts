import { type ISignal, Signal } from '@lumino/signaling';

import { Resource } from '../core/resource';
import { problemOf } from '../core/result';
import type { WatchState } from '../core/watch';
import type { IConnection, ISessionModel } from '../tokens';
import {
  type ILoss,
  type ISession,
  type IStatus,
  rulesOf,
  session,
  status
} from './types';

/** A socket that opens so soon after the status was told belongs to the server that told it, in ms. */
const RECENT = 5_000;

/**
 * What this server is and whether it is there; asked at the first look, where the live socket is lost, and again
 * when a server answers after that: it may be another one.
 */
export class SessionModel implements ISessionModel {
  readonly #connection: IConnection;

  constructor(connection: IConnection) {
    this.#connection = connection;
    const { watch } = connection;
    watch.stateChanged.connect(this.#onWatch, this);
    watch.probe = async () => {
      await this.#loadStatus();
      return this.status.problem === null;
    };
    this.status.changed.connect(this.#onStatus, this);
  }

  readonly status = new Resource<IStatus>();
  readonly session = new Resource<ISession>();

  /** Emitted when `loss` may be another one. */
  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  /** Emitted when the server allows something else than before, or is another one. */
  get rulesChanged(): ISignal<this, void> {
    return this.#rulesChanged;
  }

  /** Why nothing is live any more; null where all is well, where nobody looks, and until it is known. */
  get loss(): ILoss | null {
    const { state } = this.#connection.watch;
    if (this.#lostAt === null) {
      return null;
    }
    const reason =
      state === 'refused'
        ? 'no-websocket'
        : (this.status.problem?.reason ?? null);
    return reason === null ? null : { reason, since: this.#lostAt };
  }

  /** When the server is asked next whether it is there again, in ms of the browser's clock; null where it is not. */
  get retryAt(): number | null {
    return this.#connection.watch.retryAt;
  }

  /** Whether the live socket stands. */
  get isLive(): boolean {
    return this.#connection.watch.state === 'open';
  }

  get ahead(): number | null {
    const { data, asOf } = this.session;
    return data === null || asOf === null ? null : data.now - asOf / 1000;
  }

  async ready(): Promise<void> {
    if (this.status.data === null) {
      await this.#loadStatus();
    }
  }

  leave(isTold: (warning: string) => boolean): void {
    this.#left.push(isTold);
  }

  /** Whether another part of the page tells this warning. */
  isLeft(warning: string): boolean {
    return this.#left.some(isTold => isTold(warning));
  }

  /** Asks anew, whatever is known. */
  async refresh(): Promise<void> {
    this.#connection.watch.retry();
    await Promise.all([this.#loadStatus(), this.#loadSession()]);
  }

  /** Asks for what is not known, or not any more. */
  async show(): Promise<void> {
    this.#connection.watch.retry();
    const { data, problem } = this.status;
    if (this.#isDoubtful || data === null || problem !== null) {
      await this.#loadStatus();
    }
    if (this.session.data === null) {
      await this.#loadSession();
    }
  }

  /**
   * JupyterLab itself did not reach the server. Where no socket of ours would have told, this is the one sign that
   * another server may answer next: one with our server half, perhaps.
   */
  async doubt(): Promise<void> {
    this.#isDoubtful = true;
    if (this.status.problem?.reason === 'no-server-half') {
      await this.#loadStatus();
    }
  }

  #loadStatus(): Promise<void> {
    const { client } = this.#connection;
    return this.status.load(async () => {
      try {
        const reply = status(await client.request('status'));
        this.#isDoubtful = false;
        return reply;
      } catch (error) {
        if (problemOf(error).reason === 'no-server-half') {
          this.status.forget();
        }
        throw error;
      }
    });
  }

  #loadSession(): Promise<void> {
    const { client } = this.#connection;
    return this.session.load(async () =>
      session(await client.request('session'))
    );
  }

  #onWatch(_: unknown, state: WatchState): void {
    const now = Date.now();
    if (state === 'lost') {
      this.#lostAt ??= now;
    } else if (state !== 'refused') {
      this.#lostAt = null;
    }
    if (state === 'open') {
      this.#onOpen(now);
      this.#openUntil = Infinity;
    } else {
      this.#openUntil = Math.min(this.#openUntil, now);
    }
    this.#changed.emit();
  }

  /** A new job, another administrator's rule: nothing tells but the status itself. */
  #onOpen(now: number): void {
    const asOf = this.status.asOf ?? 0;
    if (asOf <= this.#openUntil || now - asOf > RECENT) {
      void this.#loadStatus();
      if (this.session.state !== 'idle') {
        void this.#loadSession();
      }
    }
  }

  #onStatus(): void {
    const { data, problem } = this.status;
    const rules = rulesOf(data, problem);
    if (rules !== null && rules !== this.#rules) {
      const isFirst = this.#rules === null;
      this.#rules = rules;
      if (!isFirst) {
        this.#rulesChanged.emit();
      }
    }
    this.#changed.emit();
  }

  #rules: string | null = null;
  #lostAt: number | null = null;
  /** When the last socket that stood went away; in ms of the browser's clock. */
  #openUntil = 0;
  #isDoubtful = false;
  #changed = new Signal<this, void>(this);
  #rulesChanged = new Signal<this, void>(this);
  readonly #left: ((warning: string) => boolean)[] = [];
}
