// Reads pages of ours as a browser does: a line of JSON with {html} in, one with what its script says out.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { JSDOM } from 'jsdom';

const SCRIPT = readFileSync(
  new URL('../../jupyterlab_remote_ide/pages/build/pages.js', import.meta.url),
  'utf8'
);

/** The words without a server: in English, and of this moment. */
async function read(html) {
  const { window } = new JSDOM(html, {
    runScripts: 'outside-only',
    pretendToBeVisual: true,
    url: 'http://localhost/'
  });
  window.fetch = () => Promise.reject(new TypeError('there is no server'));
  window.WebSocket = class {};
  window.eval(SCRIPT);
  const status = window.document.getElementById('status');
  for (let turn = 0; turn < 50 && !status.textContent; turn++) {
    await new Promise(resolve => setTimeout(resolve));
  }
  const words = status.textContent;
  window.close();
  return words;
}

for await (const line of createInterface({ input: process.stdin })) {
  const words = await read(JSON.parse(line).html);
  process.stdout.write(`${JSON.stringify(words)}\n`);
}
