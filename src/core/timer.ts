/** One thing to do later. */
export class Timer {
  get isSet(): boolean {
    return this.#handle !== null;
  }

  /** In so many ms, unless it is set already. */
  set(delay: number, run: () => void): void {
    this.#handle ??= setTimeout(() => {
      this.#handle = null;
      run();
    }, delay);
  }

  clear(): void {
    if (this.#handle !== null) {
      clearTimeout(this.#handle);
      this.#handle = null;
    }
  }

  #handle: ReturnType<typeof setTimeout> | null = null;
}
