// Stand-ins for the server half, for all specs.
import { ServerConnection } from '@jupyterlab/services';

import { Client } from '../../core/client';
import { Watch } from '../../core/watch';
import type { IConnection } from '../../tokens';

/** What a fake server answers: JSON with a status, or whatever a function returns. */
export type Answer = (request: Request) => Response | Promise<Response>;

export function json(body: unknown, status = 200): Response {
  return new Response(body === null ? null : JSON.stringify(body), { status });
}

export function refusal(reason: string, status = 403): Answer {
  return () => json({ message: '', reason }, status);
}

/** Leads a browser to another page, as a login does: seen only where a redirect is followed, and never at another origin. */
export function leadsTo(page: (() => Response) | null): Answer {
  return ({ redirect }) => {
    if (redirect === 'manual') {
      return Object.defineProperties(Response.error(), {
        type: { value: 'opaqueredirect' }
      });
    }
    return page === null
      ? Promise.reject(new TypeError('another origin'))
      : Object.defineProperties(page(), { redirected: { value: true } });
  };
}

/** Answers by `METHOD path` below the base URL; all else is 404 without a reason, as without our server half. */
export class FakeServer {
  readonly requests: { key: string; body: string }[] = [];
  readonly answers = new Map<string, Answer>();

  on(key: string, answer: Answer): this {
    this.answers.set(key, answer);
    return this;
  }

  /** Until nothing is under way and nothing followed from the last answer. */
  async idle(): Promise<void> {
    for (let quiet = 0; quiet < 5; quiet++) {
      await new Promise(resolve => setTimeout(resolve, 1));
      if (this._open > 0) {
        quiet = -1;
      }
    }
  }

  count(key: string): number {
    return this.requests.filter(request => request.key === key).length;
  }

  settings(
    options: Partial<ServerConnection.ISettings> = {}
  ): ServerConnection.ISettings {
    const baseUrl = options.baseUrl ?? 'http://localhost/user/ann/';
    return ServerConnection.makeSettings({
      baseUrl,
      wsUrl: baseUrl.replace(/^http/, 'ws'),
      token: '',
      fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
        const request = new Request(input, init);
        const path = request.url
          .slice(baseUrl.length)
          .replace(/[?&]\d+$/, '')
          .replace('remote-ide/v1/', '');
        const key = `${request.method} ${path}`;
        const entry = { key, body: '' };
        this.requests.push(entry);
        this._open += 1;
        try {
          entry.body = await request.clone().text();
          const answer = this.answers.get(key);
          return await (answer === undefined ? json({}, 404) : answer(request));
        } finally {
          this._open -= 1;
        }
      },
      ...options
    });
  }

  connection(options: Partial<ServerConnection.ISettings> = {}): IConnection {
    const serverSettings = this.settings({
      WebSocket: FakeSocket as unknown as typeof WebSocket,
      ...options
    });
    return {
      client: new Client(serverSettings),
      watch: new Watch({ serverSettings })
    };
  }

  private _open = 0;
}

/** A WebSocket that does what a spec says. */
export class FakeSocket {
  static all: FakeSocket[] = [];

  static get last(): FakeSocket {
    return FakeSocket.all[FakeSocket.all.length - 1]!;
  }

  static get open(): FakeSocket[] {
    return FakeSocket.all.filter(socket => socket.readyState < 2);
  }

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }

  /** The server lets it open, and speaks at once. */
  accept(): void {
    this.open();
    this.receive({});
  }

  /** Something lets it open. */
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  receive(data: unknown): void {
    this.onmessage?.({ data: JSON.stringify(data) });
  }

  /** The server or the network ends it. */
  break(): void {
    this.readyState = 3;
    this.onclose?.();
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
  }

  readyState = 0;
  readonly sent: unknown[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
}

/** `GET status` of a plain server where everything is allowed. */
export const STATUS = {
  now: 1000,
  version: '0.1.0',
  mode: 'embedded',
  owner: 'ann',
  visitor: 'ann',
  is_owner: true,
  server_name: '',
  hub: null,
  capabilities: {
    'apitokens-change': { allowed: true, reason: null },
    'apitokens-create': { allowed: true, reason: null },
    'apitokens-list': { allowed: true, reason: null }
  },
  warnings: []
};

/** `GET status` where tokens are denied. */
export function denied(reason: string, hub: object | null = null): object {
  return {
    ...STATUS,
    hub,
    capabilities: {
      'apitokens-change': { allowed: false, reason },
      'apitokens-create': { allowed: false, reason },
      'apitokens-list': { allowed: false, reason }
    }
  };
}

/** Of a site as it comes, in seconds. */
export const LIFETIMES = { default: 7 * 24 * 3600, max: 30 * 24 * 3600 };

/** An API token row; made 1000 s after the epoch, for a week. */
export function apiTokenRow(id: string): Record<string, unknown> {
  return {
    id,
    note: `Note ${id}`,
    recipe: 'vscode',
    access: 'connect',
    created_at: 1000,
    last_activity: null,
    expires_at: 1000 + 7 * 24 * 3600,
    scopes: [],
    seen_client: null,
    browser: null,
    reason: null,
    detail: null
  };
}

/** A server that makes tokens `s1`, `s2`, … after some milliseconds, for `longest` seconds at most. */
export function minting(
  server: FakeServer,
  options: { delay?: number; longest?: number } = {}
): void {
  let count = 0;
  let seq = 0;
  const rows: Record<string, unknown>[] = [];
  server.on('POST apitokens', async request => {
    const wish = (await request.json()) as { expires_in?: number };
    const asked = wish.expires_in ?? LIFETIMES.default;
    await new Promise(resolve => setTimeout(resolve, options.delay ?? 0));
    count += 1;
    const life = Math.min(asked, options.longest ?? LIFETIMES.max);
    const row = {
      ...apiTokenRow(`id${count}`),
      expires_at: 1000 + life
    };
    rows.push(row);
    return json(
      {
        apitoken: row,
        secret: `s${count}`,
        expires_at: 1000 + life,
        clamped: life < asked,
        seq: ++seq
      },
      201
    );
  });
  server.on('GET apitokens', () =>
    json({ now: 1000, seq, apitokens: rows, lifetimes: LIFETIMES })
  );
  server.on('DELETE apitokens/id1', () => {
    rows.splice(0, 1);
    seq += 1;
    return new Response(null, { status: 204 });
  });
}
