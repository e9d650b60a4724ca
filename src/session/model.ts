import type { IDisposable } from '@lumino/disposable';
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
export class SessionModel implements ISessionModel, IDisposable {
  constructor(private readonly _connection: IConnection) {
    const { watch } = _connection;
    watch.stateChanged.connect(this._onWatch, this);
    watch.probe = async () => {
      await this._loadStatus();
      return this.status.problem === null;
    };
    this.status.changed.connect(this._onStatus, this);
  }

  readonly status = new Resource<IStatus>();
  readonly session = new Resource<ISession>();

  /** Emitted when `loss` may be another one. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Emitted when the server allows something else than before, or is another one. */
  get rulesChanged(): ISignal<this, void> {
    return this._rulesChanged;
  }

  /** Why nothing is live any more; null where all is well, where nobody looks, and until it is known. */
  get loss(): ILoss | null {
    const { state } = this._connection.watch;
    if (this._lostAt === null) {
      return null;
    }
    const reason =
      state === 'refused'
        ? 'no-websocket'
        : (this.status.problem?.reason ?? null);
    return reason === null ? null : { reason, since: this._lostAt };
  }

  /** When the server is asked next whether it is there again, in ms of the browser's clock; null where it is not. */
  get retryAt(): number | null {
    return this._connection.watch.retryAt;
  }

  get isDisposed(): boolean {
    return this.status.isDisposed;
  }

  async ready(): Promise<void> {
    if (this.status.data === null) {
      await this._loadStatus();
    }
  }

  leave(isTold: (warning: string) => boolean): void {
    this._left.push(isTold);
  }

  /** Whether another part of the page tells this warning. */
  isLeft(warning: string): boolean {
    return this._left.some(isTold => isTold(warning));
  }

  /** Asks anew, whatever is known. */
  async refresh(): Promise<void> {
    this._connection.watch.retry();
    await Promise.all([this._loadStatus(), this._loadSession()]);
  }

  /** Asks for what is not known, or not any more. */
  async show(): Promise<void> {
    this._connection.watch.retry();
    const { data, problem } = this.status;
    if (this._isDoubtful || data === null || problem !== null) {
      await this._loadStatus();
    }
    if (this.session.data === null) {
      await this._loadSession();
    }
  }

  /**
   * JupyterLab itself did not reach the server. Where no socket of ours would have told, this is the one sign that
   * another server may answer next: one with our server half, perhaps.
   */
  async doubt(): Promise<void> {
    this._isDoubtful = true;
    if (this.status.problem?.reason === 'no-server-half') {
      await this._loadStatus();
    }
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._connection.watch.probe = null;
      this._connection.watch.stateChanged.disconnect(this._onWatch, this);
      this.status.dispose();
      this.session.dispose();
      Signal.clearData(this);
    }
  }

  private _loadStatus(): Promise<void> {
    const { client } = this._connection;
    return this.status.load(async () => {
      try {
        const reply = status(await client.request('status'));
        this._isDoubtful = false;
        return reply;
      } catch (error) {
        if (problemOf(error).reason === 'no-server-half') {
          this.status.forget();
        }
        throw error;
      }
    });
  }

  private _loadSession(): Promise<void> {
    const { client } = this._connection;
    return this.session.load(async () =>
      session(await client.request('session'))
    );
  }

  private _onWatch(_: unknown, state: WatchState): void {
    const now = Date.now();
    if (state === 'lost') {
      this._lostAt ??= now;
    } else if (state !== 'refused') {
      this._lostAt = null;
    }
    if (state === 'open') {
      this._onOpen(now);
      this._openUntil = Infinity;
    } else {
      this._openUntil = Math.min(this._openUntil, now);
    }
    this._changed.emit();
  }

  /** A new job, another administrator's rule: nothing tells but the status itself. */
  private _onOpen(now: number): void {
    const asOf = this.status.asOf ?? 0;
    if (asOf <= this._openUntil || now - asOf > RECENT) {
      void this._loadStatus();
      if (this.session.state !== 'idle') {
        void this._loadSession();
      }
    }
  }

  private _onStatus(): void {
    const { data, problem } = this.status;
    const rules = rulesOf(data, problem);
    if (rules !== null && rules !== this._rules) {
      const isFirst = this._rules === null;
      this._rules = rules;
      if (!isFirst) {
        this._rulesChanged.emit();
      }
    }
    this._changed.emit();
  }

  private _rules: string | null = null;
  private _lostAt: number | null = null;
  /** When the last socket that stood went away; in ms of the browser's clock. */
  private _openUntil = 0;
  private _isDoubtful = false;
  private _changed = new Signal<this, void>(this);
  private _rulesChanged = new Signal<this, void>(this);
  private readonly _left: ((warning: string) => boolean)[] = [];
}
