import { type IProblem, problemOf } from './result';
import { Resource } from './resource';

/** What a reply to a request for the whole list holds. */
export interface IListReply<T> {
  readonly seq: number;
  readonly rows: T[];
  /** How many rows more there are than the server tells. */
  readonly cut?: number;
}

/**
 * A list of the server that one topic of the watch socket keeps live.
 *
 * Each message and each reply has the sequence number of the topic as it was then: what is older than what
 * stands here already is passed over, but for a snapshot, after which the same socket tells all that is newer.
 */
export class LiveList<T> extends Resource<T[]> {
  readonly #topic: string;
  readonly #decode: (row: unknown) => T;
  readonly #keyOf: (row: T) => string;

  constructor(
    topic: string,
    decode: (row: unknown) => T,
    keyOf: (row: T) => string
  ) {
    super();
    this.#topic = topic;
    this.#decode = decode;
    this.#keyOf = keyOf;
  }

  /** How many rows more there are than the server tells. */
  get cut(): number {
    return this.#cut;
  }

  /** Asks for the whole list; never rejects: read `problem`. */
  ask(fetch: () => Promise<IListReply<T>>): Promise<void> {
    return this.load(async () => {
      const heard = this.#heard;
      const { rows, seq, cut = 0 } = await fetch();
      // Where nothing else was heard meanwhile a lower number is that of a server that began anew.
      if (heard === this.#heard) {
        this.#cut = cut;
        this.#restart(seq);
        return rows;
      }
      const mine = this.data ?? this.#early;
      if (seq < this.seq) {
        return mine;
      }
      this.#cut = cut;
      return this.#over(mine, rows, seq);
    });
  }

  /** Takes the row that the reply to a command holds, if it is newer than what stands here. */
  put(row: T, seq: number): void {
    const key = this.#keyOf(row);
    const rows = this.data ?? this.#early;
    const isThere = rows.some(other => this.#keyOf(other) === key);
    // A list of the same moment without the row knows that it is gone.
    const least = isThere ? this.#seqOf(key) : this.seq + 1;
    if (seq < least) {
      return;
    }
    this.#heard += 1;
    this.#seqs.set(key, seq);
    const put = isThere
      ? rows.map(other => (this.#keyOf(other) === key ? row : other))
      : [...rows, row];
    if (this.data === null) {
      this.#early = put;
    } else {
      this.set(put);
    }
  }

  /** Takes a message of the watch socket, if it is for this list; what cannot be read becomes `problem`. */
  readonly receive = (_: unknown, message: TopicMessage): void => {
    if (message.topic !== this.#topic) {
      return;
    }
    try {
      if ('problem' in message) {
        this.fail(message.problem);
      } else if ('snapshot' in message) {
        const rows = message.snapshot.map(row => this.#decode(row));
        this.#heard += 1;
        this.#cut = message.cut ?? 0;
        this.#restart(message.seq);
        this.set(rows);
      } else if (this.data !== null && message.seq > this.seq) {
        // Else a diff without the list that it belongs to, or one that a whole list has overtaken.
        this.#heard += 1;
        const rows = this.#after(this.data, message);
        this.#cut = message.cut ?? 0;
        this.set(rows, message.seq);
      }
    } catch (error) {
      this.fail(problemOf(error));
    }
  };

  /** The list after a diff; keeps the order in which rows came. */
  #after(rows: readonly T[], diff: ITopicDiff): T[] {
    const gone = new Set(diff.remove.filter(key => this.#takes(key, diff)));
    const news = new Map<string, T>();
    for (const row of [...diff.change, ...diff.add].map(this.#decode)) {
      const key = this.#keyOf(row);
      if (this.#takes(key, diff)) {
        news.set(key, row);
      }
    }
    const kept = rows
      .filter(row => !gone.has(this.#keyOf(row)))
      .map(row => {
        const key = this.#keyOf(row);
        const newer = news.get(key) ?? row;
        news.delete(key);
        return newer;
      });
    return [...kept, ...news.values()];
  }

  /** Whether a diff is newer than what a reply has put for this row. */
  #takes(key: string, { seq }: ITopicDiff): boolean {
    const takes = seq >= this.#seqOf(key);
    if (takes) {
      this.#seqs.delete(key);
    }
    return takes;
  }

  #seqOf(key: string): number {
    return Math.max(this.seq, this.#seqs.get(key) ?? 0);
  }

  /** The rows of a reply, but for those that were put meanwhile and are newer. */
  #over(mine: readonly T[], rows: T[], seq: number): T[] {
    this._seq = seq;
    const newer = new Map<string, T>();
    for (const row of mine) {
      const key = this.#keyOf(row);
      if ((this.#seqs.get(key) ?? 0) > seq) {
        newer.set(key, row);
      } else {
        this.#seqs.delete(key);
      }
    }
    const kept = rows.map(row => {
      const key = this.#keyOf(row);
      const put = newer.get(key) ?? row;
      newer.delete(key);
      return put;
    });
    return [...kept, ...newer.values()];
  }

  #restart(seq: number): void {
    this.#seqs.clear();
    this.#early = [];
    this._seq = seq;
  }

  /** Of rows that replies put, which are newer than the list. */
  readonly #seqs = new Map<string, number>();
  /** Rows that replies put before there was a list. */
  #early: T[] = [];
  #heard = 0;
  #cut = 0;
}

export interface ITopicDiff {
  readonly topic: string;
  readonly seq: number;
  readonly cut?: number;
  readonly add: unknown[];
  readonly change: unknown[];
  readonly remove: string[];
}

/** A message of the watch socket: the whole list, why it cannot be known, or what differs. Rows are still `unknown`. */
export type TopicMessage =
  | {
      readonly topic: string;
      readonly seq: number;
      readonly problem: IProblem;
    }
  | {
      readonly topic: string;
      readonly seq: number;
      readonly cut?: number;
      readonly snapshot: unknown[];
    }
  | ITopicDiff;
