import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { openPanel, section } from '../panel';
import { expect, openHubLab, test } from '../plain';
import { own } from '../programs';

// nginx cuts what says nothing for 60 s. Here for 8 s, less than the 10 s after which other sockets of Jupyter ping, and
// we speak after half of that. A silence of more than three of them, for one of three minutes and more.
const KEEP_ALIVE = `
import jupyterlab_remote_ide.watch as watch
assert watch.KEEP_ALIVE_SECONDS == 45
watch.KEEP_ALIVE_SECONDS = 4
`;
const SILENCE = 26_000;

test.use({
  hubOptions: { nginx: '8s' },
  ignoreHTTPSErrors: true,
  permissions: ['clipboard-read', 'clipboard-write']
});

const WEBSOCKET_CLOSED = 3;

interface IRecorded extends Window {
  changes?: string[];
  silent?: WebSocket;
}

test('idle behind nginx and a hub: no reconnect, nothing flickers', async ({
  page,
  hub
}) => {
  const config = join(hub.home, 'hub/alice/.jupyter/jupyter_server_config.py');
  mkdirSync(dirname(config), { recursive: true });
  writeFileSync(config, KEEP_ALIVE);
  own(hub, join(hub.home, 'hub'));
  const watch: boolean[] = [];
  let cut = 0;
  page.on('websocket', socket => {
    if (socket.url().includes('/remote-ide/v1/watch')) {
      const index = watch.push(true) - 1;
      socket.on('close', () => (watch[index] = false));
    } else {
      socket.on('close', () => (cut += 1));
    }
  });
  await openHubLab(page, hub, 'alice');
  const panel = await openPanel(page);
  const tiles = section(panel, 'Start').getByRole('listitem');
  await expect(tiles.filter({ hasText: 'VS Code' }).first()).toBeVisible();
  // The second topic opened the socket anew; from now on it is one.
  await expect.poll(() => watch.at(-1)).toBe(true);
  await expect(panel.getByText(/^(Loading|Looking)…$/)).toHaveCount(0);
  await page.waitForTimeout(8000); // rows are told apart
  await expect.poll(() => watch.filter(isOpen => isOpen).length).toBe(1);
  const sockets = [...watch];
  await panel.evaluate(node => {
    const changes: string[] = ((window as IRecorded).changes = []);
    new MutationObserver(records => {
      for (const { type, target, attributeName } of records) {
        const at = target instanceof Element ? target : target.parentElement;
        if (at?.closest('.jp-RemoteIDE-strip')) {
          continue; // what is in use there is measured anew every 2 s
        }
        const name = target instanceof Element ? target.className : '';
        const words = target.textContent?.slice(0, 80) ?? '';
        changes.push([type, attributeName, name, words].join(' | '));
      }
    }).observe(node, {
      attributes: true,
      characterData: true,
      childList: true,
      subtree: true
    });
  });
  // Beside it one that says nothing: JupyterLab's own come and go at times of their own.
  cut = 0;
  await page.evaluate(
    url => {
      (window as IRecorded).silent = new WebSocket(url);
    },
    `${hub.url.replace(/^http/, 'ws')}user/alice/api/events/subscribe`
  );
  await page.waitForTimeout(SILENCE);
  expect(watch).toEqual(sockets);
  const changes = await page.evaluate(() => (window as IRecorded).changes);
  expect(changes).toEqual([]);
  // It did cut others in that time.
  expect(cut).toBeGreaterThan(0);
  expect(
    await page.evaluate(() => (window as IRecorded).silent?.readyState)
  ).toBe(WEBSOCKET_CLOSED);

  await panel
    .getByRole('button', { name: 'Copy connection URL for VS Code' })
    .click();
  await expect(panel.getByText('Copied.')).toBeVisible();
  const url = await page.evaluate(() => navigator.clipboard.readText());
  expect(url.startsWith(`${hub.url}user/alice/?token=`)).toBe(true);
});
