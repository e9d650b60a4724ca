import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { app, appReply, appsReply, type IApp } from '../apps/types';
import { LiveList } from '../core/livelist';
import type { IProblem } from '../core/result';
import type { IPageServer } from './server';

const TOPIC = 'apps';
const SECOND = 1000;

function isChanging({ state, reason }: IApp): boolean {
  return state === 'starting' || reason === 'stopping';
}

/** One app as it is now: by the watch socket, or where that does not open by asking while somebody looks. */
export class FollowedApp {
  readonly #server: IPageServer;

  constructor(server: IPageServer, row: IApp) {
    this.#server = server;
    this.#row = row;
    this.#list.set([row]);
    server.watch.received.connect(this.#list.receive);
    this.#list.changed.connect(this.#onList, this);
  }

  get row(): IApp {
    return this.#row;
  }

  /** Why nothing is known of it at the moment. */
  get problem(): IProblem | null {
    return this.#server.watch.state === 'open' ? null : this.#list.problem;
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  /** Until disposed. */
  follow(): IDisposable {
    const wish = this.#server.watch.want(TOPIC, 'visible');
    const timer = setInterval(() => {
      // Without a socket only what is about to change is asked for: behind a hub each request is activity.
      const { watch } = this.#server;
      if (watch.state !== 'open' && isChanging(this.#row) && !document.hidden) {
        void this.#list.ask(() => this.#fetch());
      }
    }, SECOND);
    return new DisposableDelegate(() => {
      clearInterval(timer);
      wish.dispose();
    });
  }

  /** @throws ProblemError */
  async act(verb: string, body: object): Promise<void> {
    const path = `apps/${encodeURIComponent(this.#row.name)}/${verb}`;
    const reply = appReply(await this.#server.ask(path, 'POST', body));
    this.#list.put(reply.app, reply.seq);
  }

  async #fetch(): Promise<{ rows: IApp[]; seq: number }> {
    const { apps, seq } = appsReply(await this.#server.ask(TOPIC));
    return { rows: apps, seq };
  }

  #onList(): void {
    const { data } = this.#list;
    this.#row = data?.find(row => row.name === this.#row.name) ?? this.#row;
    this.#changed.emit();
  }

  readonly #list = new LiveList<IApp>(TOPIC, app, row => row.name);
  readonly #changed = new Signal<this, void>(this);
  #row: IApp;
}
