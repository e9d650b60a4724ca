import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { LiveList } from '../core/livelist';
import { type IProblem, problemOf } from '../core/result';
import type { IApiTokensModel, IConnection, ISessionModel } from '../tokens';
import { browserId } from './browser';
import {
  apiToken,
  apiTokensReply,
  createdApiToken,
  type IApiToken,
  type IChangeRequest,
  type ICreatedApiToken,
  type ICreateRequest,
  type ILifetimes,
  type IPastedAnswer,
  pastedAnswer
} from './types';

const TOPIC = 'apitokens';

/** The API tokens made for IDEs, live while somebody looks. Holds no secret: who makes one keeps it. */
export class ApiTokensModel implements IApiTokensModel {
  readonly #connection: IConnection;
  readonly #session: ISessionModel;

  constructor(connection: IConnection, session: ISessionModel) {
    this.#connection = connection;
    this.#session = session;
    this.list.changed.connect(this.#onList, this);
    connection.watch.received.connect(this.list.receive);
  }

  readonly list = new LiveList<IApiToken>(TOPIC, apiToken, row => row.id);

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  get lifetimes(): ILifetimes | null {
    return this.#lifetimes;
  }

  /** What the last change or revocation ran into. */
  get problem(): IProblem | null {
    return this.#problem;
  }

  /** How many seconds the server's clock is ahead of this browser's: a wrong one must not word the end wrongly. */
  get ahead(): number {
    return this.#ahead;
  }

  /** Whether tokens can be renamed and extended here. */
  get canChange(): boolean {
    return !!this.#session.status.data?.capabilities['apitokens-change']
      ?.allowed;
  }

  /** Told by the panel. */
  async setVisible(isVisible: boolean): Promise<void> {
    this.#isVisible = isVisible;
    if (isVisible) {
      await this.refresh();
    } else {
      this.#unwant();
    }
  }

  /** Begins anew: loads the list, and forgets what the last action ran into. Never rejects. */
  refresh(): Promise<void> {
    this.#problem = null;
    return this.#load();
  }

  /** @throws ProblemError */
  async create(request: ICreateRequest): Promise<ICreatedApiToken> {
    const browser = browserId();
    const reply = await this.#connection.client.request(TOPIC, 'POST', {
      ...request,
      ...(browser === null ? {} : { browser })
    });
    const created = createdApiToken(reply);
    this.#known.add(created.apitoken.id);
    this.#made.set(created.apitoken.id, created.seq);
    this.list.put(created.apitoken, created.seq);
    if (this.list.data === null) {
      void this.#load();
    }
    return created;
  }

  /** Tries again what went wrong last: an action, or the list. Never rejects. */
  retry(): Promise<void> {
    return this.#problem === null ? this.refresh() : this.#again();
  }

  /** Revokes; a token that is gone already counts as done. Never rejects, read `problem`. */
  revoke(id: string): Promise<void> {
    return this.#act(id);
  }

  /** Renames or extends: the secret stays. Never rejects, read `problem`. */
  change(id: string, change: IChangeRequest): Promise<void> {
    return this.#act(id, change);
  }

  async check(id: string): Promise<boolean> {
    await this.#reload();
    return this.isAlive(id);
  }

  async checkPasted(secret: string): Promise<IPastedAnswer> {
    const { client } = this.#connection;
    return pastedAnswer(
      await client.request('pasted-apitoken', 'POST', { secret })
    );
  }

  seenAt(id: string): number | null {
    const at = this.#row(id)?.last_activity ?? null;
    return at === null ? null : (at - this.#ahead) * 1000;
  }

  isAlive(id: string): boolean {
    const row = this.#row(id);
    return (
      this.#known.has(id) &&
      !this.#dead.has(id) &&
      (row === undefined || row.reason === null)
    );
  }

  #row(id: string): IApiToken | undefined {
    return this.list.data?.find(each => each.id === id);
  }

  /** Without a change it ends. */
  async #act(id: string, change?: IChangeRequest): Promise<void> {
    this.#problem = null;
    this.#again = () => this.#act(id, change);
    try {
      await this.#connection.client.request(
        `${TOPIC}/${encodeURIComponent(id)}`,
        change ? 'PATCH' : 'DELETE',
        change
      );
    } catch (error) {
      this.#problem = problemOf(error);
    }
    const reason = this.#problem?.reason;
    if (!change && (!reason || reason === 'no-such-apitoken')) {
      this.#problem = null;
      this.#dead.add(id);
    }
    this.#changed.emit();
    await this.#reload();
  }

  /** Loads the list, where tokens are allowed at all, and follows it while it is looked at. */
  async #load(): Promise<void> {
    await this.#session.ready();
    const { data, problem } = this.#session.status;
    const allowed = data?.capabilities['apitokens-list'];
    if (data === null) {
      this.#unwant();
      this.list.fail(problem ?? { status: null, reason: 'unexpected' });
    } else if (allowed?.allowed !== true) {
      this.#unwant();
      this.list.fail({ status: 403, reason: allowed?.reason ?? 'denied' });
    } else {
      if (this.#isVisible) {
        this.#want ??= this.#connection.watch.want(TOPIC, 'visible');
      }
      await this.list.ask(async () => {
        const reply = apiTokensReply(
          await this.#connection.client.request(TOPIC)
        );
        this.#lifetimes = reply.lifetimes;
        this.#ahead = reply.now - Date.now() / 1000;
        return { rows: [...reply.apitokens], seq: reply.seq };
      });
      this.#made.clear();
      this.#onList();
    }
  }

  /** After an action: a load that began before it must not be the last word. */
  async #reload(): Promise<void> {
    if (this.list.state === 'loading') {
      await this.#load();
    }
    await this.#load();
  }

  #unwant(): void {
    this.#want?.dispose();
    this.#want = null;
  }

  #onList(): void {
    const { data, state } = this.list;
    if (data !== null && state === 'ready') {
      const listed = new Set(data.map(row => row.id));
      for (const id of this.#known) {
        // A socket that opens just now may tell of the time before it was made.
        if (!listed.has(id) && this.list.seq >= (this.#made.get(id) ?? 0)) {
          this.#dead.add(id);
        }
      }
      for (const id of listed) {
        this.#known.add(id);
      }
    }
    this.#changed.emit();
  }

  /** Ids that stood once. */
  readonly #known = new Set<string>();
  readonly #dead = new Set<string>();
  /** The number of the list that each was made with, until the whole list was asked for after it. */
  readonly #made = new Map<string, number>();
  #lifetimes: ILifetimes | null = null;
  #ahead = 0;
  #isVisible = false;
  #want: IDisposable | null = null;
  #problem: IProblem | null = null;
  /** What `problem` is about. */
  #again = () => this.refresh();
  #changed = new Signal<this, void>(this);
}
