import { type IPort, isWeb } from './types';

/** A program that comes back on its port within this time is not news, in ms. */
const QUIET = 10 * 60 * 1000;

/** What the server finds first was there before anybody looked; it needs this long to tell what it is, in ms. */
const SETTLE = 4000;

/** Finds what is news among the rows of the ports: each program's web port once in ten minutes. */
export class PortNotices {
  readonly #now: () => number;

  /** @param now - in ms, of a clock that nobody sets */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /** The web ports that opened since the last call. */
  next(rows: readonly IPort[]): IPort[] {
    const now = this.#now();
    this.#began ??= now;
    const present = new Map(rows.map(row => [row.id, programOf(row)]));
    for (const [id, program] of this.#known) {
      if (!present.has(id)) {
        this.#left.set(program, now);
      }
    }
    const known = this.#known;
    this.#known = present;
    if (now - this.#began < SETTLE) {
      return [];
    }
    return rows.filter(row => {
      if (known.has(row.id)) {
        return false;
      }
      if (row.hidden || !isWeb(row)) {
        present.delete(row.id); // it may become one
        return false;
      }
      const left = this.#left.get(programOf(row));
      return left === undefined || now - left >= QUIET;
    });
  }

  #began: number | null = null;
  /** What is no news any more, by the id of its row. */
  #known: ReadonlyMap<string, string> = new Map();
  /** When a program was last seen to go. */
  readonly #left = new Map<string, number>();
}

/** The same for a program and for what follows when it is started again: that has another process. */
function programOf({ port, label, folder }: IPort): string {
  return JSON.stringify([port, label, folder]);
}
