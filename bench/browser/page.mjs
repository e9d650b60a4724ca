// Scenes with plain pages: a user who is logged in opens an address.

/** Logs in as a browser does, so that the next navigation carries the cookie and nothing else. */
export async function login(stage, { session, url, token }) {
  const { page } = await stage.open(session);
  await page.goto(`${url}login?next=%2Fapi%2Fstatus&token=${token}`);
}

/** Opens an address and waits for an element; when it came into the page (epoch seconds) and when we asked. */
export async function shown(stage, { session, url, selector, timeout }) {
  const { page } = stage.get(session);
  await page.addInitScript(wanted => {
    const look = () => {
      if (document.querySelector(wanted)) {
        globalThis.__shownAt = Date.now() / 1000;
        observer.disconnect();
      }
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { childList: true, subtree: true });
  }, selector);
  const asked = Date.now() / 1000;
  let status = 0;
  page.on('response', response => {
    if (response.request().isNavigationRequest() && status === 0) {
      status = response.status();
    }
  });
  await page.goto(url, { waitUntil: 'commit', timeout });
  const handle = await page.waitForFunction(
    () => globalThis.__shownAt,
    undefined,
    { timeout, polling: 100 }
  );
  return { asked, firstStatus: status, shown: await handle.jsonValue() };
}

/** Asks again and again, as a forgotten tab does: one second after each answer. */
export async function ask(stage, { session, url, seconds }) {
  const { page } = stage.get(session);
  const began = Date.now() / 1000;
  const answers = [];
  while (Date.now() / 1000 < began + seconds) {
    const at = Date.now() / 1000 - began;
    const left = Math.max(1000, (began + seconds) * 1000 - Date.now());
    let status = 0;
    try {
      const response = await page.goto(url, {
        waitUntil: 'commit',
        timeout: left
      });
      status = response?.status() ?? 0;
    } catch {
      status = -1; // still unanswered at the end of the time
    }
    const took = Date.now() / 1000 - began - at;
    answers.push({ at, took, status });
    await new Promise(resolve => setTimeout(resolve, 1000));
  }
  return { began, answers };
}
