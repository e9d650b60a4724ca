// Scenes with code-server: from the click to its HTML and to a file in its explorer. All times are epoch seconds.

const ROW = '.explorer-folders-view .monaco-list-row';

/** A context that notes, in every document to come, when the file stands in the explorer. */
export async function prepare(stage, { session, file, url, token }) {
  const { page } = await stage.open(session);
  await page.addInitScript(wanted => {
    // At most one look per frame, so that looking costs the same little on every side.
    let isDue = false;
    const look = () => {
      isDue = false;
      if (document.querySelector(wanted)) {
        globalThis.__fileAt = Date.now() / 1000;
        observer.disconnect();
      }
    };
    const observer = new MutationObserver(() => {
      if (!isDue) {
        isDue = true;
        requestAnimationFrame(look);
      }
    });
    observer.observe(document, { childList: true, subtree: true });
  }, `${ROW}[aria-label*="${file}"]`);
  if (token) {
    // A light page that may run scripts: Jupyter's own "not found".
    await page.goto(`${url}login?next=%2Fnowhere&token=${token}`);
  }
}

/** Our tile: asks the server to start the app, then opens the address of its answer. */
export async function openOurs(stage, { session, token, app, folder }) {
  const { page } = stage.get(session);
  const documents = documentsOf(page);
  const asked = await page.evaluate(
    async ({ token, app, folder }) => {
      const click = Date.now() / 1000;
      const reply = await fetch(`/remote-ide/v1/apps/${app}/start`, {
        method: 'POST',
        headers: {
          Authorization: `token ${token}`,
          'Content-Type': 'application/json'
        },
        body: JSON.stringify({ folder })
      });
      if (reply.status !== 202) {
        throw new Error(
          `start answered ${reply.status}: ${await reply.text()}`
        );
      }
      const { open_url } = await reply.json();
      const answered = Date.now() / 1000;
      // After this call has returned: a navigation would take it along.
      setTimeout(() => location.assign(new URL(open_url, location.origin)));
      return { click, answered };
    },
    { token, app, folder }
  );
  return { ...asked, documents, ...(await seen(page)) };
}

/** jupyter-server-proxy's tile is a link: the request itself starts the program. */
export async function openLink(stage, { session, url }) {
  const { page } = stage.get(session);
  const click = await page.evaluate(target => {
    setTimeout(() => location.assign(target));
    return Date.now() / 1000;
  }, url);
  return { click, ...(await seen(page)) };
}

/** The program was started by the caller, who knows the moment; it listens now. */
export async function openBare(stage, { session, url }) {
  const { page } = stage.get(session);
  await page.goto(url, { waitUntil: 'commit' });
  return seen(page);
}

/** The answers to navigations: the start page, if one came, and the program's own page. */
function documentsOf(page) {
  const documents = [];
  page.on('response', response => {
    if (response.request().isNavigationRequest()) {
      const at = Date.now() / 1000;
      documents.push({ at, status: response.status() });
    }
  });
  return documents;
}

async function seen(page) {
  const handle = await page
    .waitForFunction(() => globalThis.__fileAt, undefined, {
      timeout: 60_000,
      polling: 100
    })
    .catch(async () => {
      const text = await page.evaluate(() => document.body.innerText);
      throw new Error(`no file after a minute, but: ${text.slice(0, 300)}`);
    });
  const file = await handle.jsonValue();
  const firstByte = await page.evaluate(() => {
    const [entry] = performance.getEntriesByType('navigation');
    return (performance.timeOrigin + entry.responseStart) / 1000;
  });
  return { first_byte: firstByte, file };
}
