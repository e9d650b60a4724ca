import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { Resource } from '../core/resource';
import { type IProblem, problemOf } from '../core/result';
import type { IApiTokensModel, IConnection, ISessionModel } from '../tokens';
import {
  apiTokensReply,
  createdApiToken,
  type IApiTokensReply,
  type ICreatedApiToken,
  type ICreateRequest,
  type ILifetimes
} from './types';

/** The API tokens made for IDEs. Holds no secret: who makes one keeps it. */
export class ApiTokensModel implements IApiTokensModel, IDisposable {
  constructor(
    private readonly _connection: IConnection,
    private readonly _session: ISessionModel
  ) {
    this.list.changed.connect(this._onList, this);
  }

  readonly list = new Resource<IApiTokensReply>();

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get lifetimes(): ILifetimes | null {
    return this.list.data?.lifetimes ?? null;
  }

  /** What the last revocation ran into. */
  get problem(): IProblem | null {
    return this._problem;
  }

  get isDisposed(): boolean {
    return this.list.isDisposed;
  }

  dispose(): void {
    if (!this.isDisposed) {
      this.list.dispose();
      Signal.clearData(this);
    }
  }

  /** Loads the list, where tokens are allowed at all. */
  async refresh(): Promise<void> {
    await this._session.ready();
    const { data, problem } = this._session.status;
    const allowed = data?.capabilities['apitokens-list'];
    if (data === null) {
      this.list.fail(problem ?? { status: null, reason: 'unexpected' });
    } else if (allowed?.allowed !== true) {
      this.list.fail({ status: 403, reason: allowed?.reason ?? 'denied' });
    } else {
      const { client } = this._connection;
      await this.list.load(async () => {
        // One made while this runs may be missing in the reply, and stands.
        const before = [...this._known];
        const reply = apiTokensReply(await client.request('apitokens'));
        const listed = new Set(reply.apitokens.map(row => row.id));
        for (const id of before.filter(known => !listed.has(known))) {
          this._dead.add(id);
        }
        for (const id of listed) {
          this._known.add(id);
        }
        return reply;
      });
    }
  }

  /** @throws ProblemError */
  async create(request: ICreateRequest): Promise<ICreatedApiToken> {
    const reply = await this._connection.client.request(
      'apitokens',
      'POST',
      request
    );
    const created = createdApiToken(reply);
    this._known.add(created.apitoken.id);
    void this._reload();
    return created;
  }

  /** Revokes; a token that is gone already counts as done. Never rejects, read `problem`. */
  async revoke(id: string): Promise<void> {
    this._problem = null;
    try {
      await this._connection.client.request(
        `apitokens/${encodeURIComponent(id)}`,
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
    return this._known.has(id) && !this._dead.has(id);
  }

  /** After an action: a load that began before it must not be the last word. */
  private async _reload(): Promise<void> {
    if (this.list.state === 'loading') {
      await this.refresh();
    }
    await this.refresh();
  }

  private _onList(): void {
    this._changed.emit();
  }

  /** Ids that stood once. */
  private readonly _known = new Set<string>();
  private readonly _dead = new Set<string>();
  private _problem: IProblem | null = null;
  private _changed = new Signal<this, void>(this);
}
