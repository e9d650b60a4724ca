import type { IDisposable } from '@lumino/disposable';

import type { IWords } from '../tokens';

/** Words that are loaded when somebody may see them. */
export class LateWords implements IDisposable {
  readonly #load: () => Promise<{ readonly words: IWords }>;

  constructor(load: () => Promise<{ readonly words: IWords }>) {
    this.#load = load;
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** Never rejects: a reason without words is shown as it is. */
  async ask(): Promise<void> {
    try {
      const [{ addWords }, { words }] = await Promise.all([
        import(/* webpackChunkName: "panel" */ './messages'),
        this.#load()
      ]);
      if (!this.#isDisposed) {
        this.#added = addWords(words);
      }
    } catch {
      // The code of an extension that cannot be loaded; its sections say so, if it has any.
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#added?.dispose();
  }

  #isDisposed = false;
  #added: IDisposable | null = null;
}
