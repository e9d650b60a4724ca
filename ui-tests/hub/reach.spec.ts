import type { Page } from '@playwright/test';

import { openPanel, section, unfold } from '../panel';
import { expect, letPass, openHubLab, openLab, test } from '../plain';
import { ended, freePort, PYTHON, runAs } from '../programs';
import { type IServer, type IServerOptions, startServer } from '../server';

test.use({ ignoreHTTPSErrors: true });

const NO_HALF = {
  ServerApp: { jpserver_extensions: { jupyterlab_remote_ide: false } }
};
const WITH_HALF = {
  ServerApp: { jpserver_extensions: { jupyterlab_remote_ide: true } }
};

/** With a server of its own, which is ended at the end. */
async function within(
  options: IServerOptions,
  run: (server: IServer) => Promise<void>
): Promise<void> {
  const server = await startServer({ baseUrl: '/a/b/', ...options });
  try {
    await run(server);
  } finally {
    await server.stop();
  }
}

/** JupyterLab's own word for it lies over everything, as often as its polling fails. */
async function dismiss(page: Page): Promise<void> {
  const dialog = page.locator('.jp-Dialog', { hasText: 'Server Connection' });
  await page.addLocatorHandler(dialog, async () => {
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Close' }).click();
  });
}

/** The paths below our prefix that the page asks for, sockets included. */
function follow(page: Page): string[] {
  const asked: string[] = [];
  const note = (what: { url: () => string }) => {
    const [, path] = what.url().split('/remote-ide/v1/');
    if (path !== undefined) {
      asked.push(path.replace(/\?.*/, ''));
    }
  };
  page.on('request', note);
  page.on('websocket', note);
  return asked;
}

test('a server that is stopped is out of reach, until it is there again', async ({
  page
}, info) => {
  await within({}, async server => {
    await openLab(page, server);
    const panel = await openPanel(page);
    await expect(section(panel, 'Running').getByText(/^Nothing/)).toBeVisible();
    await server.end();
    await expect(
      panel.getByText(/Server does not answer since \d/)
    ).toBeVisible();
    await page.screenshot({ path: info.outputPath('away.png') });
    await server.begin();
    await expect(panel.locator('.jp-RemoteIDE-lost')).toHaveCount(0, {
      timeout: 90_000
    });
    await expect(panel.getByText(/does not answer/)).toHaveCount(0);
    await expect(section(panel, 'Running').getByText(/^Nothing/)).toBeVisible();
  });
});

test('a server with another token: logged out, with the way back in', async ({
  page
}, info) => {
  await within({}, async server => {
    await openLab(page, server);
    const panel = await openPanel(page);
    await expect(section(panel, 'Running').getByText(/^Nothing/)).toBeVisible();
    await server.end();
    await server.begin({ token: 'another' });
    await page.context().clearCookies();
    const line = panel.getByText('You are no longer logged in.').first();
    await expect(line).toBeVisible({ timeout: 90_000 });
    await expect(panel.getByText(/as of \d/)).toBeVisible();
    await page.screenshot({ path: info.outputPath('logged-out.png') });
    await dismiss(page);
    page.on('dialog', dialog => void dialog.accept());
    await panel.getByRole('button', { name: 'Log in again' }).first().click();
    await expect(page).toHaveURL(/\/a\/b\/login\?next=/);
  });
});

test('nginx that passes no WebSocket: lists come when asked for, and the reason is told', async ({
  page
}, info) => {
  const options = { nginx: '60s', noUpgrade: true };
  await within(options, async server => {
    const asked = follow(page);
    await page.clock.install();
    await openLab(page, server);
    const panel = await openPanel(page);
    const running = section(panel, 'Running');
    await expect(panel.getByText(/blocks WebSockets/)).toBeVisible();
    await expect(running.getByText(/^Nothing is listening/)).toBeVisible();
    // Nothing is wider than the narrow panel, or it shifts under the pointer.
    expect(await panel.evaluate(n => n.scrollWidth - n.clientWidth)).toBe(0);
    await page.screenshot({ path: info.outputPath('blocked.png') });
    const port = await freePort();
    const program = runAs(
      server,
      ...[PYTHON, '-m', 'http.server', '--bind', '127.0.0.1', String(port)]
    );
    try {
      const before = asked.filter(path => path !== 'watch').length;
      await letPass(page, 60);
      expect(asked.filter(path => path !== 'watch').length).toBe(before);
      await expect(async () => {
        await panel.getByRole('button', { name: 'Refresh' }).click();
        await expect(running.getByText(`${port}`).first()).toBeVisible({
          timeout: 3000
        });
      }).toPass();
      await expect(panel.getByText(/blocks WebSockets/)).toBeVisible();
    } finally {
      await ended(program);
    }
  });
});

test('the server half comes and goes with a restart, and the open page follows', async ({
  page
}, info) => {
  test.setTimeout(300_000);
  const missing = 'jupyter server extension enable jupyterlab_remote_ide';
  await within({ config: NO_HALF }, async server => {
    await openLab(page, server);
    const panel = await openPanel(page);
    const running = section(panel, 'Running');
    await expect(panel.getByText(missing)).toBeVisible();
    await expect(running.getByText(/needs the server half/)).toBeVisible();
    const tokens = section(panel, 'API tokens');
    await unfold(tokens);

    await server.end();
    await expect(
      panel.getByRole('status').filter({ hasText: 'Server does not answer' })
    ).toBeVisible({ timeout: 60_000 });
    await server.begin({ config: WITH_HALF });
    await expect(panel.getByText(missing)).toHaveCount(0, { timeout: 90_000 });
    await expect(running.getByText(/^Nothing is listening/)).toBeVisible({
      timeout: 90_000
    });
    await expect(tokens.getByText(/^No tokens yet/)).toBeVisible();
    await page.screenshot({ path: info.outputPath('came.png') });

    await server.end();
    await server.begin({ config: NO_HALF });
    await expect(panel.getByText(missing)).toBeVisible({ timeout: 90_000 });
    await expect(running.getByText(/needs the server half/)).toBeVisible();
    await expect(tokens.getByText(/needs the server half/)).toBeVisible();
    await page.screenshot({ path: info.outputPath('gone.png') });
  });
});

test('a hub whose server was stopped: not running, and not logged out', async ({
  page,
  hub
}, info) => {
  await openHubLab(page, hub, 'alice');
  const panel = await openPanel(page);
  await expect(section(panel, 'Running').getByText(/^Nothing/)).toBeVisible();
  const server = `${hub.url}hub/api/users/alice/server`;
  const headers = { Authorization: `token ${hub.apiToken}` };
  await page.request.delete(server, { headers });
  await expect(
    panel.getByText(/Server is not running .* since \d/)
  ).toBeVisible({
    timeout: 90_000
  });
  await expect(panel.getByText(/no longer logged in/)).toHaveCount(0);
  await page.screenshot({ path: info.outputPath('stopped.png') });
});
