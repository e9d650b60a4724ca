import { problemOf } from './result';
import { Resource } from './resource';

/** A list of the server that one topic of the watch socket keeps live. */
export class Rows<T> extends Resource<T[]> {
  constructor(
    private readonly _topic: string,
    private readonly _decode: (row: unknown) => T,
    private readonly _keyOf: (row: T) => string
  ) {
    super();
  }

  override load(fetch: () => Promise<T[]>): Promise<void> {
    const messages = this._messages;
    return super.load(async () => {
      const rows = await fetch();
      // The socket was faster, so its rows are newer than this reply.
      return messages === this._messages ? rows : (this.data ?? rows);
    });
  }

  /** Takes a message of the watch socket, if it is for this list; what cannot be read becomes `problem`. */
  readonly receive = (_: unknown, message: TopicMessage): void => {
    if (message.topic !== this._topic) {
      return;
    }
    if (this.data === null && !('snapshot' in message)) {
      return; // a diff without the list it belongs to
    }
    this._messages += 1;
    try {
      this.set(
        applyMessage(this.data ?? [], message, this._decode, this._keyOf),
        message.seq
      );
    } catch (error) {
      this.fail(problemOf(error));
    }
  };

  private _messages = 0;
}

/** A message of the watch socket: the whole list, or what differs. Rows are still `unknown`. */
export type TopicMessage =
  | { topic: string; seq: number; snapshot: unknown[] }
  | {
      topic: string;
      seq: number;
      add: unknown[];
      change: unknown[];
      remove: string[];
    };

/** The list after a message; keeps the order in which rows came. */
export function applyMessage<T>(
  rows: readonly T[],
  message: TopicMessage,
  decode: (row: unknown) => T,
  keyOf: (row: T) => string
): T[] {
  if ('snapshot' in message) {
    return message.snapshot.map(row => decode(row));
  }
  const gone = new Set(message.remove);
  const changed = new Map(
    message.change.map(decode).map(row => [keyOf(row), row])
  );
  return rows
    .filter(row => !gone.has(keyOf(row)))
    .map(row => changed.get(keyOf(row)) ?? row)
    .concat(message.add.map(row => decode(row)));
}
