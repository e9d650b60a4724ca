import { array, detail, number, object, string, withDefault } from './decode';
import type { TopicMessage } from './livelist';

// Of WebSocket; the constants live on a constructor that tests replace.
const CONNECTING = 0;
const OPEN = 1;

/** One WebSocket from its first moment to its end, and what was said on it. */
export class Line {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket, { onMessage, onGone }: Line.IOptions) {
    this.#socket = socket;
    socket.onopen = () => {
      this.#flush();
    };
    socket.onmessage = (event: MessageEvent<unknown>) => {
      onMessage(read(event.data));
    };
    socket.onclose = onGone;
  }

  /** Says it as soon as the socket is open, and only where it differs from what was said last. */
  say(text: string): void {
    this.#due = text;
    this.#flush();
  }

  /** Closes it; nothing is heard of it any more. */
  end(): void {
    const socket = this.#socket;
    if (socket.readyState === CONNECTING) {
      // Browsers complain in the console about one that is closed before.
      socket.onopen = () => {
        this.abort();
      };
      socket.onclose = null;
    } else {
      this.abort();
    }
  }

  /** The same for one that will not even open. */
  abort(): void {
    const socket = this.#socket;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  #flush(): void {
    if (this.#socket.readyState === OPEN && this.#due !== this.#said) {
      this.#said = this.#due;
      this.#socket.send(this.#due);
    }
  }

  #due = '';
  #said = '';
}

export namespace Line {
  export interface IOptions {
    /** Null is the server's keep-alive `{}`, or what only a newer server's page understands. */
    readonly onMessage: (message: TopicMessage | null) => void;
    readonly onGone: () => void;
  }
}

const unknowns = array<unknown>(value => value);
const count = withDefault(number, 0);

function read(data: unknown): TopicMessage | null {
  try {
    return decode(JSON.parse(string(data)));
  } catch {
    return null;
  }
}

function decode(value: unknown): TopicMessage | null {
  const source = object(value);
  if (!('topic' in source)) {
    return null;
  }
  const topic = string(source.topic);
  const seq = number(source.seq);
  if ('problem' in source) {
    const problem = object(source.problem);
    const reason = string(problem.reason);
    const facts = detail(problem.detail);
    return { topic, seq, problem: { status: null, reason, detail: facts } };
  }
  const cut = count(source.cut);
  return 'snapshot' in source
    ? { topic, seq, cut, snapshot: unknowns(source.snapshot) }
    : {
        topic,
        seq,
        cut,
        add: unknowns(source.add),
        change: unknowns(source.change),
        remove: array(string)(source.remove)
      };
}
