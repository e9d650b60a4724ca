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
  constructor(
    private readonly _topic: string,
    private readonly _decode: (row: unknown) => T,
    private readonly _keyOf: (row: T) => string
  ) {
    super();
  }

  /** How many rows more there are than the server tells. */
  get cut(): number {
    return this._cut;
  }

  /** Asks for the whole list; never rejects: read `problem`. */
  ask(fetch: () => Promise<IListReply<T>>): Promise<void> {
    return this.load(async () => {
      const heard = this._heard;
      const { rows, seq, cut = 0 } = await fetch();
      // Where nothing else was heard meanwhile a lower number is that of a server that began anew.
      if (heard === this._heard) {
        this._cut = cut;
        this._restart(seq);
        return rows;
      }
      const mine = this.data ?? this._early;
      if (seq < this.seq) {
        return mine;
      }
      this._cut = cut;
      return this._over(mine, rows, seq);
    });
  }

  /** Takes the row that the reply to a command holds, if it is newer than what stands here. */
  put(row: T, seq: number): void {
    const key = this._keyOf(row);
    const rows = this.data ?? this._early;
    const isThere = rows.some(other => this._keyOf(other) === key);
    // A list of the same moment without the row knows that it is gone.
    const least = isThere ? this._seqOf(key) : this.seq + 1;
    if (seq < least) {
      return;
    }
    this._heard += 1;
    this._seqs.set(key, seq);
    const put = isThere
      ? rows.map(other => (this._keyOf(other) === key ? row : other))
      : [...rows, row];
    if (this.data === null) {
      this._early = put;
    } else {
      this.set(put);
    }
  }

  /** Takes a message of the watch socket, if it is for this list; what cannot be read becomes `problem`. */
  readonly receive = (_: unknown, message: TopicMessage): void => {
    if (message.topic !== this._topic) {
      return;
    }
    try {
      if ('problem' in message) {
        this.fail(message.problem);
      } else if ('snapshot' in message) {
        const rows = message.snapshot.map(row => this._decode(row));
        this._heard += 1;
        this._cut = message.cut ?? 0;
        this._restart(message.seq);
        this.set(rows);
      } else if (this.data !== null && message.seq > this.seq) {
        // Else a diff without the list that it belongs to, or one that a whole list has overtaken.
        this._heard += 1;
        const rows = this._after(this.data, message);
        this._cut = message.cut ?? 0;
        this.set(rows, message.seq);
      }
    } catch (error) {
      this.fail(problemOf(error));
    }
  };

  /** The list after a diff; keeps the order in which rows came. */
  private _after(rows: readonly T[], diff: ITopicDiff): T[] {
    const gone = new Set(diff.remove.filter(key => this._takes(key, diff)));
    const news = new Map<string, T>();
    for (const row of [...diff.change, ...diff.add].map(this._decode)) {
      const key = this._keyOf(row);
      if (this._takes(key, diff)) {
        news.set(key, row);
      }
    }
    const kept = rows
      .filter(row => !gone.has(this._keyOf(row)))
      .map(row => {
        const key = this._keyOf(row);
        const newer = news.get(key) ?? row;
        news.delete(key);
        return newer;
      });
    return [...kept, ...news.values()];
  }

  /** Whether a diff is newer than what a reply has put for this row. */
  private _takes(key: string, { seq }: ITopicDiff): boolean {
    const takes = seq >= this._seqOf(key);
    if (takes) {
      this._seqs.delete(key);
    }
    return takes;
  }

  private _seqOf(key: string): number {
    return Math.max(this.seq, this._seqs.get(key) ?? 0);
  }

  /** The rows of a reply, but for those that were put meanwhile and are newer. */
  private _over(mine: readonly T[], rows: T[], seq: number): T[] {
    this._seq = seq;
    const newer = new Map<string, T>();
    for (const row of mine) {
      const key = this._keyOf(row);
      if ((this._seqs.get(key) ?? 0) > seq) {
        newer.set(key, row);
      } else {
        this._seqs.delete(key);
      }
    }
    const kept = rows.map(row => {
      const key = this._keyOf(row);
      const put = newer.get(key) ?? row;
      newer.delete(key);
      return put;
    });
    return [...kept, ...newer.values()];
  }

  private _restart(seq: number): void {
    this._seqs.clear();
    this._early = [];
    this._seq = seq;
  }

  /** Of rows that replies put, which are newer than the list. */
  private readonly _seqs = new Map<string, number>();
  /** Rows that replies put before there was a list. */
  private _early: T[] = [];
  private _heard = 0;
  private _cut = 0;
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
