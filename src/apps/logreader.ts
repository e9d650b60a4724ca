import type { TranslationBundle } from '@jupyterlab/translation';

import { type IProblem, problemOf } from '../core/result';
import type { ILog } from './types';

/** What is kept in the page of a log, in lines. */
export const MAX_LINES = 1000;

/** Reads a log as it grows: one request under way, then the next, so that a slow line shows what it can. */
export class LogReader {
  /**
   * @param fetch - the lines from a number on
   * @param changed - called after each reply
   */
  constructor(
    private readonly _fetch: (after: number) => Promise<ILog>,
    private readonly _changed: () => void
  ) {}

  get lines(): readonly string[] {
    return this._lines;
  }

  /** What to show: the lines, and first how many there were before them. */
  shown(trans: TranslationBundle): readonly string[] {
    // Lines are numbered from 0; whoever left some out, the server or this reader, it were the oldest.
    const count = this._next - this._lines.length;
    return count <= 0
      ? this._lines
      : [
          trans._n(
            '%1 earlier line is left out.',
            '%1 earlier lines are left out.',
            count
          ),
          ...this._lines
        ];
  }

  /** What the last request ran into. */
  get problem(): IProblem | null {
    return this._problem;
  }

  /** There is something to read; never rejects. */
  async read(): Promise<void> {
    this._isDue = true;
    if (this._isBusy) {
      return;
    }
    this._isBusy = true;
    while (this._isDue && !this._isDisposed) {
      this._isDue = false;
      await this._step();
    }
    this._isBusy = false;
  }

  dispose(): void {
    this._isDisposed = true;
  }

  private async _step(): Promise<void> {
    try {
      const after = this._next;
      const { lines, next } = await this._fetch(after);
      // A server that began anew counts from the beginning, and has sent all it has.
      const old = next < after ? [] : this._lines;
      this._lines = [...old, ...lines].slice(-MAX_LINES);
      this._next = next;
      this._problem = null;
    } catch (error) {
      this._problem = problemOf(error);
    }
    if (!this._isDisposed) {
      this._changed();
    }
  }

  private _lines: readonly string[] = [];
  private _problem: IProblem | null = null;
  private _next = 0;
  private _isBusy = false;
  private _isDue = false;
  private _isDisposed = false;
}
