// Runs scenes for the Python side: one JSON line in, one JSON line out.
//   node bridge.mjs <path of Chromium>
import { createInterface } from 'node:readline';
import process from 'node:process';

import { chromium } from '@playwright/test';

const browser = await chromium.launch({
  executablePath: process.argv[2],
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync'
  ]
});

/** What lives from one scene to the next, by session name. */
const sessions = new Map();

const stage = {
  /** A new page in a new context, kept under the session's name. */
  async open(session) {
    await sessions.get(session)?.context.close(); // left by a scene that failed
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 }
    });
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    const entry = { context, page };
    sessions.set(session, entry);
    return entry;
  },
  get(session) {
    return sessions.get(session);
  }
};

const answer = value => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

answer({ result: { version: browser.version() } });
for await (const line of createInterface({ input: process.stdin })) {
  const { scene, options } = JSON.parse(line);
  try {
    if (scene === 'close') {
      await sessions.get(options.session)?.context.close();
      sessions.delete(options.session);
      answer({ result: null });
      continue;
    }
    const [file, name] = scene.split('.');
    const module = await import(`./${file}.mjs`);
    answer({ result: (await module[name](stage, options)) ?? null });
  } catch (error) {
    answer({ error: `${scene}: ${error.stack ?? error}` });
  }
}
await browser.close();
