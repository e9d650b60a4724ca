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
  constructor(
    private readonly _server: IPageServer,
    row: IApp
  ) {
    this._row = row;
    this._list.set([row]);
    _server.watch.received.connect(this._list.receive);
    this._list.changed.connect(this._onList, this);
  }

  get row(): IApp {
    return this._row;
  }

  /** Why nothing is known of it at the moment. */
  get problem(): IProblem | null {
    return this._server.watch.state === 'open' ? null : this._list.problem;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Until disposed. */
  follow(): IDisposable {
    const wish = this._server.watch.want(TOPIC, 'visible');
    const timer = setInterval(() => {
      // Without a socket only what is about to change is asked for: behind a hub each request is activity.
      const { watch } = this._server;
      if (watch.state !== 'open' && isChanging(this._row) && !document.hidden) {
        void this._list.ask(() => this._fetch());
      }
    }, SECOND);
    return new DisposableDelegate(() => {
      clearInterval(timer);
      wish.dispose();
    });
  }

  /** @throws ProblemError */
  async act(verb: string, body: object): Promise<void> {
    const path = `apps/${encodeURIComponent(this._row.name)}/${verb}`;
    const reply = appReply(await this._server.ask(path, 'POST', body));
    this._list.put(reply.app, reply.seq);
  }

  private async _fetch(): Promise<{ rows: IApp[]; seq: number }> {
    const { apps, seq } = appsReply(await this._server.ask(TOPIC));
    return { rows: apps, seq };
  }

  private _onList(): void {
    const { data } = this._list;
    this._row = data?.find(row => row.name === this._row.name) ?? this._row;
    this._changed.emit();
  }

  private readonly _list = new LiveList<IApp>(TOPIC, app, row => row.name);
  private readonly _changed = new Signal<this, void>(this);
  private _row: IApp;
}
