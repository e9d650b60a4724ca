import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { type IProblem, problemOf } from './result';

export type ResourceState = 'idle' | 'loading' | 'ready' | 'error';

/** One piece of server state in the browser. Old data stays while a new load runs or fails. */
export class Resource<T> implements IDisposable {
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): ResourceState {
    return this._state;
  }

  get data(): T | null {
    return this._data;
  }

  get problem(): IProblem | null {
    return this._problem;
  }

  /** Time of the data in ms of the browser's clock, or null where there is none yet. */
  get asOf(): number | null {
    return this._asOf;
  }

  get seq(): number {
    return this._seq;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      Signal.clearData(this);
    }
  }

  /** Runs a load; a load asked for meanwhile joins the running one. Never rejects: read `problem`. */
  load(fetch: () => Promise<T>): Promise<void> {
    this._loading ??= this._run(fetch).finally(() => {
      this._loading = null;
    });
    return this._loading;
  }

  set(data: T, seq = this._seq): void {
    this._data = data;
    this._seq = seq;
    this._asOf = Date.now();
    this._problem = null;
    this._to('ready');
  }

  /** Drops the data, which were of another server; what is asked next says the rest. */
  forget(): void {
    this._data = null;
    this._asOf = null;
  }

  fail(problem: IProblem): void {
    this._problem = problem;
    this._to('error');
  }

  private async _run(fetch: () => Promise<T>): Promise<void> {
    this._to('loading');
    try {
      this.set(await fetch());
    } catch (error) {
      this.fail(problemOf(error));
    }
  }

  private _to(state: ResourceState): void {
    this._state = state;
    if (!this._isDisposed) {
      this._changed.emit();
    }
  }

  private _state: ResourceState = 'idle';
  private _data: T | null = null;
  private _problem: IProblem | null = null;
  private _asOf: number | null = null;
  protected _seq = 0;
  private _loading: Promise<void> | null = null;
  private _isDisposed = false;
  private _changed = new Signal<this, void>(this);
}
