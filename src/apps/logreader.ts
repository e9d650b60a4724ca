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
  readonly #fetch: (after: number) => Promise<ILog>;
  readonly #changed: () => void;

  constructor(fetch: (after: number) => Promise<ILog>, changed: () => void) {
    this.#fetch = fetch;
    this.#changed = changed;
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** What to show: the lines, and first how many there were before them. */
  shown(trans: TranslationBundle): readonly string[] {
    // Lines are numbered from 0; whoever left some out, the server or this reader, it were the oldest.
    const count = this.#next - this.#lines.length;
    return count <= 0
      ? this.#lines
      : [
          trans._n(
            '%1 earlier line is left out.',
            '%1 earlier lines are left out.',
            count
          ),
          ...this.#lines
        ];
  }

  /** Whether it was asked for, and there is nothing to show. */
  get isEmpty(): boolean {
    return this.#isAsked && this.#lines.length === 0;
  }

  /** What the last request ran into. */
  get problem(): IProblem | null {
    return this.#problem;
  }

  /** There is something to read; never rejects. */
  async read(): Promise<void> {
    this.#isDue = true;
    if (this.#isBusy) {
      return;
    }
    this.#isBusy = true;
    while (this.#isDue && !this.#isDisposed) {
      this.#isDue = false;
      await this.#step();
    }
    this.#isBusy = false;
  }

  dispose(): void {
    this.#isDisposed = true;
  }

  async #step(): Promise<void> {
    try {
      const after = this.#next;
      const { lines, next } = await this.#fetch(after);
      // A server that began anew counts from the beginning, and has sent all it has.
      const old = next < after ? [] : this.#lines;
      this.#lines = [...old, ...lines].slice(-MAX_LINES);
      this.#next = next;
      this.#problem = null;
    } catch (error) {
      this.#problem = problemOf(error);
    }
    this.#isAsked = true;
    if (!this.#isDisposed) {
      this.#changed();
    }
  }

  #lines: readonly string[] = [];
  #problem: IProblem | null = null;
  #next = 0;
  #isAsked = false;
  #isBusy = false;
  #isDue = false;
  #isDisposed = false;
}
