/**
 * The rules by which VS Code's Jupyter extension takes a pasted URL, written from observation of the
 * extension (2026.6.1): a client profile, never VS Code itself. REST by header, WebSocket by header and
 * query, no cookie jar.
 */
import { createRequire } from 'node:module';
import nodeFetch from 'node-fetch';
import { URI } from 'vscode-uri';
import WebSocket from 'ws';

const require = createRequire(import.meta.url);
export const services = require('@jupyterlab/services-vscode');

const EXPECTED = {
  '@jupyterlab/services-vscode': '7.5.1',
  ws: '7.5.10',
  'node-fetch': '2.6.7'
};

/** The versions under test; a profile on other ones would prove something about other clients. */
export function versions() {
  const found = {};
  for (const [name, expected] of Object.entries(EXPECTED)) {
    found[name] = require(`${name}/package.json`).version;
    if (found[name] !== expected) {
      throw new Error(
        `${name} is ${found[name]}, the profile needs ${expected}`
      );
    }
  }
  return found;
}

/** What the client asked, in order, without secrets: the query is dropped. */
export const requests = [];
/** Names of the cookies any answer tried to set; the client keeps none. */
export const cookies = new Set();
let step = 'start';
export const enter = name => (step = name);

async function observe(input, init) {
  const address = new URL(typeof input === 'string' ? input : input.url);
  const method =
    init?.method ?? (typeof input === 'string' ? 'GET' : input.method);
  const entry = { step, method, path: address.pathname, status: null };
  requests.push(entry);
  const response = await nodeFetch(input, init);
  entry.status = response.status;
  for (const line of response.headers.raw()['set-cookie'] ?? []) {
    cookies.add(line.split('=')[0]);
  }
  return response;
}

/** The pasted (or stored) text to base and token, without network. */
export function parse(text) {
  // A final /lab or /tree goes only where nothing follows it: `/lab?token=` stays.
  const trimmed = text.trim().replace(/\/(?:lab|tree)\??$/, '');
  const url = new URL(trimmed);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Error('Invalid URL specified');
  }
  const path =
    url.pathname === '/lab' || url.pathname === '/tree' ? '' : url.pathname;
  return {
    base: `${url.protocol}//${url.host}${path}`,
    token: url.searchParams.get('token') ?? ''
  };
}

/** One anonymous request; only a redirect to a `login?` page corrects the base. */
export async function probe(base) {
  if (new URL(base).pathname === '/') {
    return base;
  }
  const response = await observe(base, { redirect: 'manual' });
  const location = response.headers.get('location') ?? '';
  if (!location.includes('login?')) {
    return base;
  }
  return new URL(
    location.slice(0, location.indexOf('login?')),
    base
  ).toString();
}

/** The anonymous walk that follows redirects; a network error in it ends the flow. */
export async function needPassword(base) {
  const root = base.endsWith('/') ? base : `${base}/`;
  const response = await observe(root);
  if (response.url !== root && response.ok) {
    if (/login\?/.test(response.url)) {
      return true;
    }
    if (/lab\?/.test(response.url)) {
      return false;
    }
  }
  const tree = await observe(`${root}tree?`, { redirect: 'manual' });
  return tree.status !== 404 && tree.status !== 200;
}

/** Where the base goes through the editor's URI type before each use; `+ ( ) '` come out un-escaped. */
export function roundTrip(base) {
  return URI.parse(base).toString(true);
}

/** Settings as the extension makes them: its own Request and WebSocket carry the header. */
export function settings(base, token, sockets = {}) {
  const authorization = () => ({ Authorization: `token ${token}` });

  class AuthorizingRequest extends nodeFetch.Request {
    constructor(input, init) {
      super(input, init);
      for (const [name, value] of Object.entries(authorization())) {
        this.headers.append(name, value);
      }
      this.headers.set('Content-Type', 'application/json');
      const append = this.headers.append.bind(this.headers);
      this.headers.append = (name, value) => {
        if (name.toLowerCase() !== 'authorization') {
          append(name, value);
        }
      };
    }
  }

  class AuthorizingWebSocket extends WebSocket {
    constructor(url, protocols) {
      super(url, protocols, { headers: authorization() });
      let timer;
      this.on('open', () => {
        timer = setInterval(() => this.ping(), 30_000);
        sockets.opened?.(url, this);
      });
      this.on('close', code => {
        clearInterval(timer);
        sockets.closed?.(url, code);
      });
      this.on('error', error => {
        clearInterval(timer);
        sockets.failed?.(url, error);
      });
    }
  }

  return services.ServerConnection.makeSettings({
    baseUrl: base,
    appUrl: '',
    wsUrl: base.replace(/^http/, 'ws'),
    token,
    appendToken: true,
    init: { cache: 'no-store', credentials: 'same-origin' },
    fetch: observe,
    Headers: nodeFetch.Headers,
    Request: AuthorizingRequest,
    WebSocket: AuthorizingWebSocket
  });
}

/** Kernelspecs, kernels and sessions, each by the real managers; only kernels failing ends the flow. */
export async function validate(serverSettings) {
  const {
    KernelAPI,
    KernelManager,
    KernelSpecAPI,
    KernelSpecManager,
    SessionManager
  } = services;
  const kernelManager = new KernelManager({ serverSettings });
  const specs = new KernelSpecManager({ serverSettings });
  const sessions = new SessionManager({ serverSettings, kernelManager });
  try {
    await KernelAPI.listRunning(serverSettings);
    await KernelSpecAPI.getSpecs(serverSettings);
    await Promise.all([specs.ready, kernelManager.ready, sessions.ready]);
    return specs.specs?.default ?? null;
  } finally {
    sessions.dispose();
    specs.dispose();
    kernelManager.dispose();
  }
}
