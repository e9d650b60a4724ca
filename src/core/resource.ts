import { type ISignal, Signal } from '@lumino/signaling';

import { type IProblem, problemOf } from './result';

export type ResourceState = 'idle' | 'loading' | 'ready' | 'error';

/** One piece of server state in the browser. Old data stays while a new load runs or fails. */
export class Resource<T> {
  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  get state(): ResourceState {
    return this.#state;
  }

  get data(): T | null {
    return this.#data;
  }

  get problem(): IProblem | null {
    return this.#problem;
  }

  /** Time of the data in ms of the browser's clock, or null where there is none yet. */
  get asOf(): number | null {
    return this.#asOf;
  }

  get seq(): number {
    return this._seq;
  }

  /** Runs a load; a load asked for meanwhile joins the running one. Never rejects: read `problem`. */
  load(fetch: () => Promise<T>): Promise<void> {
    this.#loading ??= this.#run(fetch).finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  set(data: T, seq = this._seq): void {
    this.#data = data;
    this._seq = seq;
    this.#asOf = Date.now();
    this.#problem = null;
    this.#to('ready');
  }

  /** Drops the data, which were of another server; what is asked next says the rest. */
  forget(): void {
    this.#data = null;
    this.#asOf = null;
  }

  fail(problem: IProblem): void {
    this.#problem = problem;
    this.#to('error');
  }

  async #run(fetch: () => Promise<T>): Promise<void> {
    this.#to('loading');
    try {
      this.set(await fetch());
    } catch (error) {
      this.fail(problemOf(error));
    }
  }

  #to(state: ResourceState): void {
    this.#state = state;
    this.#changed.emit();
  }

  #state: ResourceState = 'idle';
  #data: T | null = null;
  #problem: IProblem | null = null;
  #asOf: number | null = null;
  protected _seq = 0;
  #loading: Promise<void> | null = null;
  #changed = new Signal<this, void>(this);
}
