// Notifications of new web ports.
import type { Page } from '@playwright/test';

import { axe } from '../axe';
import { openPanel, section } from '../panel';
import { expect, openLab, test } from '../plain';
import { ended, freePort, program, PYTHON, runAs } from '../programs';
import { type IServer, startServer } from '../server';
import { inTerminal } from '../terminal';

/** Long enough for the page to tell of what the server has listed, in ms. */
const TOLD = 4000;

/** Wait until the server lists it as a web page. */
async function listed(page: Page, server: IServer, port: number) {
  const headers = { Authorization: `token ${server.token}` };
  await expect
    .poll(async () => {
      const url = `${server.url}remote-ide/v1/ports`;
      return await (await page.request.get(url, { headers })).text();
    })
    .toContain(`/proxy/${port}/"`);
}

test('web apps of a terminal that open together are one notification, one from elsewhere is none', async ({
  page
}, info) => {
  const server = await startServer({ baseUrl: '/a/b/' });
  const flask = `${PYTHON} ${program('flask_app.py')}`;
  const toasts = page.locator('.Toastify__toast');
  try {
    await openLab(page, server);
    await page.waitForTimeout(5000); // what is there at the first look is no news
    const port = await freePort();
    const other = runAs(server, PYTHON, program('flask_app.py'), String(port));
    await listed(page, server, port);
    await page.waitForTimeout(TOLD);
    await expect(toasts).toHaveCount(0);
    await ended(other);

    const ports = [await freePort(), await freePort(), await freePort()];
    const lines = ports.map(number => `${flask} ${number} &`);
    await inTerminal(page, server, lines.join(' '));
    await expect(toasts.filter({ hasText: '3 new web ports' })).toBeVisible();
    await expect(toasts).toHaveCount(1);
    expect(await axe(page, '.Toastify__toast')).toEqual([]);
    await page.screenshot({ path: info.outputPath('toast.png') });
    await toasts.getByRole('button', { name: 'Show' }).click();
    const running = section(await openPanel(page), 'Running');
    for (const number of ports) {
      await expect(running.getByText(`${number}`).first()).toBeVisible();
    }
    // The notification of one more offers its page, and to be the last.
    await page
      .locator('.jp-SideBar')
      .getByRole('tab', { name: 'Remote IDE' })
      .click();
    const last = await freePort();
    await inTerminal(page, server, `${flask} ${last} &`);
    const toast = toasts.filter({ hasText: `Port ${last} (Flask` });
    await expect(toast.getByRole('button', { name: 'Open' })).toBeVisible();
    await toast
      .getByRole('button', { name: "Don't tell me of web apps" })
      .click();
    const silent = await freePort();
    await inTerminal(page, server, `${flask} ${silent} &`);
    await listed(page, server, silent);
    await page.waitForTimeout(TOLD);
    await expect(toasts).toHaveCount(0);
  } finally {
    await server.stop();
  }
});
