import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { LiveList } from '../core/livelist';
import { type IProblem, problemOf } from '../core/result';
import type { IApiTokensModel, IConnection, ISessionModel } from '../tokens';
import {
  apiToken,
  apiTokensReply,
  createdApiToken,
  type IApiToken,
  type ICreatedApiToken,
  type ICreateRequest,
  type ILifetimes
} from './types';

const TOPIC = 'apitokens';

/** The API tokens made for IDEs, live while somebody looks. Holds no secret: who makes one keeps it. */
export class ApiTokensModel implements IApiTokensModel, IDisposable {
  constructor(
    private readonly _connection: IConnection,
    private readonly _session: ISessionModel
  ) {
    this.list.changed.connect(this._onList, this);
    _connection.watch.received.connect(this.list.receive);
  }

  readonly list = new LiveList<IApiToken>(TOPIC, apiToken, row => row.id);

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get lifetimes(): ILifetimes | null {
    return this._lifetimes;
  }

  /** What the last revocation ran into. */
  get problem(): IProblem | null {
    return this._problem;
  }

  /** How many seconds the server's clock is ahead of this browser's: a wrong one must not word the end wrongly. */
  get ahead(): number {
    return this._ahead;
  }

  get isDisposed(): boolean {
    return this.list.isDisposed;
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._unwant();
      this._connection.watch.received.disconnect(this.list.receive);
      this.list.dispose();
      Signal.clearData(this);
    }
  }

  /** Told by the panel. */
  async setVisible(isVisible: boolean): Promise<void> {
    this._isVisible = isVisible;
    if (isVisible) {
      await this.refresh();
    } else {
      this._unwant();
    }
  }

  /** Loads the list, where tokens are allowed at all, and follows it while it is looked at. Never rejects. */
  async refresh(): Promise<void> {
    await this._session.ready();
    const { data, problem } = this._session.status;
    const allowed = data?.capabilities['apitokens-list'];
    if (data === null) {
      this._unwant();
      this.list.fail(problem ?? { status: null, reason: 'unexpected' });
    } else if (allowed?.allowed !== true) {
      this._unwant();
      this.list.fail({ status: 403, reason: allowed?.reason ?? 'denied' });
    } else {
      if (this._isVisible) {
        this._want ??= this._connection.watch.want(TOPIC, 'visible');
      }
      await this.list.ask(async () => {
        const reply = apiTokensReply(
          await this._connection.client.request(TOPIC)
        );
        this._lifetimes = reply.lifetimes;
        this._ahead = reply.now - Date.now() / 1000;
        return { rows: [...reply.apitokens], seq: reply.seq };
      });
    }
  }

  /** @throws ProblemError */
  async create(request: ICreateRequest): Promise<ICreatedApiToken> {
    const reply = await this._connection.client.request(TOPIC, 'POST', request);
    const created = createdApiToken(reply);
    this._known.add(created.apitoken.id);
    this.list.put(created.apitoken, created.seq);
    if (this.list.data === null) {
      void this.refresh();
    }
    return created;
  }

  /** Tries again what went wrong last: a revocation, or the list. Never rejects. */
  retry(): Promise<void> {
    return this._problem === null ? this.refresh() : this.revoke(this._failed);
  }

  /** Revokes; a token that is gone already counts as done. Never rejects, read `problem`. */
  async revoke(id: string): Promise<void> {
    this._problem = null;
    this._failed = id;
    try {
      await this._connection.client.request(
        `${TOPIC}/${encodeURIComponent(id)}`,
        'DELETE'
      );
      this._dead.add(id);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.reason === 'no-such-apitoken') {
        this._dead.add(id);
      } else {
        this._problem = problem;
      }
    }
    this._changed.emit();
    await this._reload();
  }

  async check(id: string): Promise<boolean> {
    await this._reload();
    return this.isAlive(id);
  }

  isAlive(id: string): boolean {
    const row = this.list.data?.find(each => each.id === id);
    return (
      this._known.has(id) &&
      !this._dead.has(id) &&
      (row === undefined || row.reason === null)
    );
  }

  /** After an action: a load that began before it must not be the last word. */
  private async _reload(): Promise<void> {
    if (this.list.state === 'loading') {
      await this.refresh();
    }
    await this.refresh();
  }

  private _unwant(): void {
    this._want?.dispose();
    this._want = null;
  }

  private _onList(): void {
    const { data, state } = this.list;
    if (data !== null && state === 'ready') {
      const listed = new Set(data.map(row => row.id));
      for (const id of this._known) {
        if (!listed.has(id)) {
          this._dead.add(id);
        }
      }
      for (const id of listed) {
        this._known.add(id);
      }
    }
    this._changed.emit();
  }

  /** Ids that stood once. */
  private readonly _known = new Set<string>();
  private readonly _dead = new Set<string>();
  private _lifetimes: ILifetimes | null = null;
  private _ahead = 0;
  private _isVisible = false;
  private _want: IDisposable | null = null;
  private _problem: IProblem | null = null;
  /** The id that `problem` is about. */
  private _failed = '';
  private _changed = new Signal<this, void>(this);
}
