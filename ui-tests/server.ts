// Starts the real programs of tests/real/rig for a browser test: as an ordinary account, ended with everything they
// started when `stop` is called, or when this process is gone.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = dirname(__dirname);

/** What every program of the rig says about itself; see tests/real/rig/cli.py. */
export interface IRig {
  /** With a slash at the end. */
  readonly url: string;
  readonly account: string;
  readonly home: string;
  log: () => string;
  stop: () => Promise<void>;
}

export interface IServer extends IRig {
  /** Empty: no authentication. */
  readonly token: string;
  /** The folder it serves. */
  readonly root: string;
  /** End it by this signal or by REST, and start it anew with the same port, token and home. */
  restart: (how: NodeJS.Signals | 'shutdown') => Promise<void>;
  /** End it; the port stays its own. */
  end: () => Promise<void>;
  /** Start it after that, with another token or configuration. */
  begin: (change?: Pick<IServerOptions, 'token' | 'config'>) => Promise<void>;
}

export interface IHub extends IRig {
  /** Of every user. */
  readonly password: string;
  /** Of a service that may do everything for users and servers. */
  readonly apiToken: string;
}

export interface IServerOptions {
  app?: 'lab' | 'notebook' | 'server';
  baseUrl?: string;
  token?: string;
  galata?: boolean;
  /** For jupyter_server_config.json: traits by class. */
  config?: Record<string, Record<string, unknown>>;
  env?: Record<string, string>;
  /** Another environment of the checkout: `.cache/envs/lab42`. */
  venv?: string;
  /** nginx with TLS before it, with this time-out: `6s`. */
  nginx?: string;
  /** Let that nginx pass no WebSocket. */
  noUpgrade?: boolean;
}

export interface IHubOptions {
  baseUrl?: string;
  /** Whose servers to start before anything else. */
  users?: readonly string[];
  /** Grant each owner `tokens!user=<owner>`. */
  ownerTokens?: boolean;
  /** Python for the hub's configuration, with `c`. */
  extra?: string;
  /** nginx with TLS before it, with this time-out: `6s`. */
  nginx?: string;
}

export async function startServer(
  options: IServerOptions = {}
): Promise<IServer> {
  const facts = await start([
    'server',
    ...(options.app ? ['--app', options.app] : []),
    ...(options.baseUrl ? ['--base-url', options.baseUrl] : []),
    ...(options.token === undefined ? [] : ['--token', options.token]),
    ...(options.venv ? ['--venv', options.venv] : []),
    ...(options.galata ? ['--galata'] : []),
    ...(options.nginx ? ['--nginx', options.nginx] : []),
    ...(options.noUpgrade ? ['--no-upgrade'] : []),
    ...['--config', JSON.stringify(options.config ?? {})],
    ...['--env', JSON.stringify(options.env ?? {})]
  ]);
  return {
    ...facts,
    token: facts.text('token'),
    root: facts.text('root'),
    restart: facts.order,
    end: () => facts.order('stop'),
    begin: (change = {}) => facts.order(`start ${JSON.stringify(change)}`)
  };
}

export async function startHub(options: IHubOptions = {}): Promise<IHub> {
  const facts = await start([
    'hub',
    ...(options.baseUrl ? ['--base-url', options.baseUrl] : []),
    ...(options.users ?? []).flatMap(user => ['--user', user]),
    ...(options.ownerTokens ? ['--owner-tokens'] : []),
    ...(options.extra ? ['--extra', options.extra] : []),
    ...(options.nginx ? ['--nginx', options.nginx] : [])
  ]);
  return {
    ...facts,
    password: facts.text('password'),
    apiToken: facts.text('apiToken')
  };
}

type Facts = IRig & {
  text: (name: string) => string;
  /** One line of input; resolves with the next line of output. */
  order: (line: string) => Promise<void>;
};

async function start(args: readonly string[]): Promise<Facts> {
  const child = spawn(
    join(ROOT, '.venv', 'bin', 'python'),
    ['-m', 'tests.real.rig.cli', ...args],
    { cwd: ROOT, stdio: ['pipe', 'pipe', 'pipe'] }
  );
  let errors = '';
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  const ended = new Promise<void>(resolve => {
    child.once('close', () => {
      resolve();
    });
  });
  const answer = () =>
    new Promise<string>((resolve, reject) => {
      let text = '';
      child.stdout.on('data', function read(data: Buffer) {
        text += data.toString();
        if (text.includes('\n')) {
          child.stdout.off('data', read);
          resolve(text);
        }
      });
      void ended.then(() => {
        reject(new Error(`the rig ended: ${args.join(' ')}\n${errors}`));
      });
    });
  const line = await answer();
  const facts = new Map<string, unknown>(
    Object.entries(JSON.parse(line) as object)
  );
  const text = (name: string): string => {
    const value = facts.get(name);
    if (typeof value !== 'string') {
      throw new Error(`the rig says no ${name}: ${line}`);
    }
    return value;
  };
  return {
    url: text('url'),
    account: text('account'),
    home: text('home'),
    text,
    log: () => readFileSync(text('log'), 'utf8'),
    order: async order => {
      const next = answer();
      child.stdin.write(`${order}\n`);
      await next;
    },
    stop: async () => {
      child.stdin.end();
      await ended;
      if (errors.includes('left behind')) {
        throw new Error(errors);
      }
    }
  };
}
