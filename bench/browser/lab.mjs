// Scenes in JupyterLab itself. Times are epoch seconds unless the name says ms.

const NAME = 'jupyterlab-remote-ide';
const PANEL = '#jupyterlab-remote-ide-panel';

/** Runs in the page before anything else: notes when Lab is restored, and times the activation of our plugins. */
function watchStart(name) {
  const notes = { evaluated_ms: 0, activations: [], restored: null };
  globalThis.__bench = notes;
  Object.defineProperty(globalThis, 'jupyterapp', {
    configurable: true,
    set(app) {
      Object.defineProperty(globalThis, 'jupyterapp', { value: app });
      void app.restored.then(() => {
        notes.restored = Date.now() / 1000;
        notes.restored_ms = performance.now();
      });
    }
  });
  const timed = plugin => {
    const { activate } = plugin;
    plugin.activate = (...args) => {
      const entry = { id: plugin.id, began_ms: performance.now() };
      const result = activate.apply(plugin, args);
      entry.ms = performance.now() - entry.began_ms;
      entry.is_awaited = typeof result?.then === 'function';
      notes.activations.push(entry);
      return result;
    };
  };
  const wrapped = container => ({
    init: scope => container.init(scope),
    async get(path) {
      const factory = await container.get(path);
      return () => {
        const began = performance.now();
        const module = factory();
        notes.evaluated_ms += performance.now() - began;
        const plugins = path === './extension' ? module.default : [];
        for (const plugin of [plugins].flat()) {
          timed(plugin);
        }
        return module;
      };
    }
  });
  // Module federation: each extension's entry puts its container into this object.
  let own;
  globalThis._JUPYTERLAB = {};
  Object.defineProperty(globalThis._JUPYTERLAB, name, {
    get: () => own,
    set: container => {
      own = wrapped(container);
    },
    enumerable: true
  });
}

/** Every request, socket and frame of the page that goes to our endpoints or fetches our files. */
async function listen(context, page) {
  const log = [];
  const client = await context.newCDPSession(page);
  const sockets = new Set();
  const isOurs = url => /\/(remote-ide|server-proxy)\//.test(url);
  const isFile = url => url.includes(`/extensions/${NAME}/`);
  const note = (kind, facts) => {
    log.push({ kind, at: Date.now() / 1000, ...facts });
  };
  client.on('Network.requestWillBeSent', ({ request }) => {
    if (isOurs(request.url) || isFile(request.url)) {
      const { pathname } = new URL(request.url);
      note(isFile(request.url) ? 'file' : 'request', {
        method: request.method,
        path: pathname
      });
    }
  });
  client.on('Network.webSocketCreated', ({ requestId, url }) => {
    if (isOurs(url)) {
      sockets.add(requestId);
      note('socket', { path: new URL(url).pathname });
    }
  });
  client.on('Network.webSocketFrameSent', ({ requestId, response }) => {
    if (sockets.has(requestId)) {
      note('sent', { payload: response.payloadData });
    }
  });
  client.on('Network.webSocketFrameReceived', ({ requestId, response }) => {
    if (sockets.has(requestId)) {
      note('received', { bytes: response.payloadData.length });
    }
  });
  await client.send('Network.enable');
  return log;
}

/** Logs in, opens Lab and waits until it is restored. */
export async function open(stage, { session, url, token }) {
  const entry = await stage.open(session);
  const { context, page } = entry;
  await page.goto(`${url}login?next=%2Fapi%2Fstatus&token=${token}`);
  await page.addInitScript(watchStart, NAME);
  entry.log = await listen(context, page);
  await page.goto(`${url}lab`, { waitUntil: 'commit' });
  await page.waitForFunction(() => globalThis.__bench?.restored, undefined, {
    polling: 50
  });
  return page.evaluate(() => globalThis.__bench);
}

/** What the page asked of us since the last call. */
export function asked(stage, { session }) {
  return stage.get(session).log.splice(0);
}

export async function showPanel(stage, { session }) {
  const { page } = stage.get(session);
  await page.evaluate(() =>
    globalThis.jupyterapp.commands.execute('remote-ide:show-panel')
  );
  await page.locator(PANEL).waitFor({ state: 'visible' });
}

/** Notes when a port stands in the panel's list of what runs, and when its link does. */
export async function expectPort(stage, { session, port }) {
  const { page } = stage.get(session);
  await page.evaluate(
    ({ panel, port }) => {
      const found = { row: null, link: null };
      globalThis.__port = found;
      const root = document.querySelector(panel);
      const word = new RegExp(`(^|\\D)${port}(\\D|$)`);
      const look = () => {
        const list = root.querySelector('[data-section="running"]');
        if (!list) {
          return;
        }
        if (!found.row && word.test(list.textContent)) {
          found.row = Date.now() / 1000;
        }
        if (!found.link && list.querySelector(`a[href*="/${port}/"]`)) {
          found.link = Date.now() / 1000;
          observer.disconnect();
        }
      };
      const observer = new MutationObserver(look);
      observer.observe(root, {
        childList: true,
        subtree: true,
        characterData: true,
        attributes: true
      });
      look();
    },
    { panel: PANEL, port }
  );
}

/** The moments of `expectPort`, once both are there or the time is over. */
export async function seenPort(stage, { session, timeout }) {
  const { page } = stage.get(session);
  const isThere = () => globalThis.__port.row && globalThis.__port.link;
  await page
    .waitForFunction(isThere, undefined, { timeout, polling: 100 })
    .catch(() => undefined);
  return page.evaluate(() => globalThis.__port);
}
