/**
 * `vscode.mjs connect|hold`: a client with VS Code's own rules. The first line of standard input is JSON,
 * `{url, proxied?, code?, limit?}` (a URL holds a secret and so is no argument). It prints JSON lines.
 *
 * connect: paste, reload, session, WebSocket, run code; one line with all that was seen.
 * hold: opens a kernel, a terminal, the events and a proxied WebSocket, then tells when each closes and
 *       when REST is refused; ends when all of that has happened or after `limit` seconds.
 */
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import {
  cookies,
  enter,
  needPassword,
  parse,
  probe,
  requests,
  roundTrip,
  services,
  settings,
  validate,
  versions
} from './vscode_profile.mjs';

const say = line => process.stdout.write(`${JSON.stringify(line)}\n`);
const now = () => Date.now() / 1000;
// The library logs refused requests with the whole error; standard output is for results alone.
console.debug = console.log = console.warn = () => undefined;

async function input() {
  for await (const line of createInterface({ input: process.stdin })) {
    return JSON.parse(line);
  }
  throw new Error('standard input is empty');
}

/** Everything between "the user pastes" and "the server is in the list". */
async function add(url) {
  enter('parse');
  const { base, token } = parse(url);
  enter('probe');
  const probed = await probe(base);
  if (token === '') {
    throw new Error(
      /\/user\//.test(probed)
        ? 'needs the JupyterHub extension'
        : 'needs a password'
    );
  }
  enter('needPassword');
  const password = await needPassword(probed);
  enter('validate');
  const kernel = await validate(settings(probed, token));
  if (kernel === null) {
    throw new Error('no kernel specification was readable');
  }
  return { base: probed, token, password, stored: url, kernel };
}

/** A window reload: the stored text is parsed again, without network; then the base takes the round trip. */
function reload(stored, sockets) {
  const again = parse(stored);
  const base = roundTrip(again.base);
  return { base, serverSettings: settings(base, again.token, sockets) };
}

async function startSession(serverSettings, kernelName) {
  const kernelManager = new services.KernelManager({ serverSettings });
  const manager = new services.SessionManager({
    serverSettings,
    kernelManager
  });
  const name = `notebook-jvsc-${randomUUID()}.ipynb`;
  const session = await manager.startNew({
    path: name,
    name,
    type: 'notebook',
    kernel: { name: kernelName }
  });
  await session.kernel.info;
  return { manager, session };
}

async function execute(session, code) {
  let output = '';
  const future = session.kernel.requestExecute({ code });
  future.onIOPub = message => {
    const { msg_type: type } = message.header;
    if (type === 'stream') {
      output += message.content.text;
    } else if (type === 'error') {
      output += message.content.traceback.join('\n');
    }
  };
  const reply = await future.done;
  return { status: reply.content.status, output };
}

async function connect({ url, code = '!hostname' }) {
  const protocols = [];
  const added = await add(url);
  enter('reload');
  const { base, serverSettings } = reload(added.stored, {
    opened: (_, socket) => protocols.push(socket.protocol)
  });
  enter('session');
  const { manager, session } = await startSession(serverSettings, added.kernel);
  enter('execute');
  const { status, output } = await execute(session, code);
  enter('shutdown');
  await manager.shutdown(session.id);
  return {
    ok: status === 'ok',
    output: output.trim(),
    needPassword: added.password,
    base: { added: added.base, reloaded: base },
    protocols
  };
}

const kind = url =>
  ['kernels', 'terminals', 'events', 'proxy'].find(word =>
    url.includes(`/${word}/`)
  ) ?? 'other';

/** Opens a WebSocket the way the profile does and resolves once it answered. */
function openSocket(serverSettings, path, protocols, first) {
  const url = new URL(path, serverSettings.wsUrl);
  url.searchParams.set('token', serverSettings.token);
  const socket = new serverSettings.WebSocket(url.toString(), protocols);
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () =>
      first === undefined ? resolve(socket) : socket.send(first)
    );
    socket.on('message', () => resolve(socket));
  });
}

async function hold({ url, proxied, limit = 60 }) {
  const waiting = new Set();
  let finish;
  const finished = new Promise(resolve => (finish = resolve));
  const settle = what => {
    waiting.delete(what);
    if (waiting.size === 0) {
      finish();
    }
  };
  const { serverSettings } = reload((await add(url)).stored, {
    opened: address => say({ event: 'open', what: kind(address), at: now() }),
    closed: (address, code) => {
      say({ event: 'closed', what: kind(address), code, at: now() });
      settle(kind(address));
    },
    failed: (address, error) =>
      say({
        event: 'failed',
        what: kind(address),
        message: error.message,
        at: now()
      })
  });
  const { session } = await startSession(serverSettings, 'python3');
  const made = await services.ServerConnection.makeRequest(
    `${serverSettings.baseUrl}api/terminals`,
    { method: 'POST' },
    serverSettings
  );
  const terminal = await made.json();
  await openSocket(serverSettings, `terminals/websocket/${terminal.name}`);
  await openSocket(serverSettings, 'api/events/subscribe');
  for (const name of ['kernels', 'terminals', 'events', 'rest']) {
    waiting.add(name);
  }
  if (proxied) {
    await openSocket(serverSettings, proxied, undefined, 'echo');
    waiting.add('proxy');
  }
  say({
    event: 'ready',
    kernel: session.kernel.id,
    terminal: terminal.name,
    at: now()
  });

  let lastOk = 0; // when the last request that was let in was asked
  const poll = setInterval(async () => {
    try {
      const asked = now();
      const response = await services.ServerConnection.makeRequest(
        `${serverSettings.baseUrl}api/kernels`,
        {},
        serverSettings
      );
      if (response.ok) {
        lastOk = Math.max(lastOk, asked);
      } else if (waiting.has('rest')) {
        clearInterval(poll);
        say({ event: 'refused', status: response.status, lastOk, at: now() });
        settle('rest');
      }
    } catch (error) {
      say({ event: 'failed', what: 'rest', message: error.message, at: now() });
    }
  }, 100);
  const timer = setTimeout(() => {
    say({ event: 'limit', waiting: [...waiting], at: now() });
    finish();
  }, limit * 1000);
  await finished;
  clearTimeout(timer);
  clearInterval(poll);
}

const mode = process.argv[2];
const asked = await input();
let code = 0;
try {
  const result = mode === 'hold' ? await hold(asked) : await connect(asked);
  if (result) {
    say({ ...result, versions: versions(), requests, cookies: [...cookies] });
  }
} catch (error) {
  code = 1;
  say({
    ok: false,
    error: error.message,
    status: error.response?.status ?? null,
    requests
  });
}
process.exit(code); // the managers poll for ever
