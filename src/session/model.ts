import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import { Resource } from '../core/resource';
import type { IConnection, ISessionModel } from '../tokens';
import { type ISession, type IStatus, session, status } from './types';

/** What this server is; asked at the first look, and again after a lost connection came back. */
export class SessionModel implements ISessionModel, IDisposable {
  constructor(private readonly _connection: IConnection) {
    _connection.watch.stateChanged.connect(this._onWatch, this);
  }

  readonly status = new Resource<IStatus>();
  readonly session = new Resource<ISession>();

  get isDisposed(): boolean {
    return this.status.isDisposed;
  }

  async ready(): Promise<void> {
    if (this.status.data === null) {
      await this._loadStatus();
    }
  }

  /** Asks anew, whatever is known. */
  async refresh(): Promise<void> {
    await Promise.all([this._loadStatus(), this._loadSession()]);
  }

  /** Asks for what is not known yet. */
  async show(): Promise<void> {
    await this.ready();
    if (this.session.data === null) {
      await this._loadSession();
    }
  }

  dispose(): void {
    if (!this.isDisposed) {
      this.status.dispose();
      this.session.dispose();
      Signal.clearData(this);
    }
  }

  private _loadStatus(): Promise<void> {
    const { client } = this._connection;
    return this.status.load(async () => status(await client.request('status')));
  }

  private _loadSession(): Promise<void> {
    const { client } = this._connection;
    return this.session.load(async () =>
      session(await client.request('session'))
    );
  }

  private _onWatch(): void {
    const { state } = this._connection.watch;
    if (state === 'lost') {
      this._wasLost = true;
    } else if (state === 'open' && this._wasLost) {
      // Perhaps another server by now: a new job, another administrator's rule.
      this._wasLost = false;
      void this.refresh();
    }
  }

  private _wasLost = false;
}
