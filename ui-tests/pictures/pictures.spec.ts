// What the documentation shows: `make pictures` takes all of it anew.
import { openPanel, section, unfold, widen } from '../panel';
import { expect, labIsReady, openHubLab, openLab, test } from '../plain';
import { cheapApp, freePort, program, PYTHON } from '../programs';
import { startServer } from '../server';
import { inTerminal } from '../terminal';
import { dress, snap, take, THEMES } from './album';

const HOUR = 3600;
const APPS = {
  alfa: cheapApp('Dashboard'),
  slow: cheapApp('Simulation', 'held', 'nobody-lets-it-go'),
  ends: cheapApp('Notes', 'exit1')
};

test.use({
  permissions: ['clipboard-read', 'clipboard-write'],
  viewport: { width: 1280, height: 800 },
  hubOptions: { users: ['alice'] }
});

test('the panel, its parts and its tabs', async ({ page }) => {
  test.setTimeout(600_000);
  const server = await startServer({
    baseUrl: '/user/ada/',
    env: {
      SLURM_JOB_ID: '4711',
      REMOTE_IDE_END_TIME: String(Date.now() / 1000 + 3.2 * HOUR)
    },
    config: {
      LabApp: { expose_app_in_browser: true },
      ServerProxy: { servers: APPS }
    }
  });
  try {
    await openLab(page, server);
    const panel = await openPanel(page);
    const [connect, running, start, tokens] = [
      section(panel, 'Connect'),
      section(panel, 'Running'),
      section(panel, 'Start'),
      section(panel, 'API tokens')
    ];
    await widen(page);
    await expect(connect.locator('.jp-mod-primary')).toBeVisible();
    await take(page, 'connect', connect);

    // Programs of each kind, and VS Code.
    const run = async (command: string) => {
      const line = `${PYTHON} ${command} ${await freePort()}`;
      await inTerminal(page, server, line);
    };
    await run('-m http.server');
    await run(`${program('app.py')} status500`);
    await run(program('flask_app.py'));
    await expect(running.getByRole('listitem')).toHaveCount(3);
    await start.getByRole('link', { name: /VS Code/ }).click();
    await page
      .locator('iframe[title^="VS Code"]')
      .contentFrame()
      .locator('.monaco-workbench')
      .waitFor({ timeout: 120_000 });
    await page.mouse.move(700, 400);
    await page.waitForTimeout(20_000); // the plot of the session has something to show
    await take(page, 'panel');
    await take(page, 'code-server');
    await take(page, 'running', running);
    const strip = panel.locator('.jp-RemoteIDE-strip');
    await take(page, 'session', strip);

    await connect.locator('.jp-mod-primary').click();
    await expect(connect.getByText(/^Copied/)).toBeVisible();
    await take(page, 'connect-copied', connect, connect.locator('ol'));
    await unfold(tokens);
    await page.mouse.move(700, 400);
    await take(page, 'tokens', tokens);
    await tokens.getByRole('button', { name: /^Revoke/ }).click();
    await page.locator('.jp-Dialog .jp-mod-warn').click();
    await expect(connect.getByText(/was revoked/)).toBeVisible();
    await take(page, 'connect-revoked', connect);

    // Apps in trouble, and one that is not there.
    await start.getByRole('link', { name: /Notes/ }).click();
    await expect(start.getByText('failed').first()).toBeVisible({
      timeout: 60_000
    });
    await start.getByRole('button', { name: /RStudio/ }).click();
    await take(page, 'start', start);
    await start.getByRole('link', { name: /Simulation/ }).click();
    await page
      .locator('iframe[title="Simulation"]')
      .contentFrame()
      .getByRole('status')
      .waitFor();
    await page.mouse.move(700, 400);
    await page.waitForTimeout(3000);
    await take(page, 'tab-starting');

    for (const theme of THEMES) {
      await dress(page, `JupyterLab ${theme}`); // what it is cannot be saved later
      await server.end();
      const again = panel.getByRole('button', { name: 'Try now' });
      await expect(again).toBeVisible({ timeout: 60_000 });
      await page.keyboard.press('Escape'); // JupyterLab says it in its own way, over everything
      await snap(page, 'lost', theme, panel.locator('.jp-RemoteIDE-lost'));
      await server.begin();
      await expect(again).toHaveCount(0, { timeout: 60_000 });
      const dialog = page.locator('.jp-Dialog');
      while ((await dialog.count()) > 0) {
        await page.keyboard.press('Escape');
        await page.waitForTimeout(500);
      }
      await page.getByRole('tab', { name: /^VS Code/ }).click();
      await expect(page.getByText('VS Code is not running.')).toBeVisible({
        timeout: 60_000
      });
      await snap(page, 'tab-not-running', theme);
    }
  } finally {
    await server.stop();
  }
});

test('a link that leads out of its app', async ({ page }) => {
  const server = await startServer({
    baseUrl: '/user/ada/',
    config: { LabApp: { expose_app_in_browser: true } }
  });
  try {
    await openLab(page, server);
    const running = section(await openPanel(page), 'Running');
    await widen(page);
    const port = await freePort();
    const flask = `${PYTHON} ${program('flask_app.py')} ${port}`;
    await inTerminal(page, server, flask);
    await running.locator(`a[href$="/proxy/${port}/"]`).click();
    const frame = page.locator(`iframe[src*="/proxy/${port}/"]`).contentFrame();
    await frame.getByRole('link', { name: 'About' }).click();
    const note = page.getByRole('alert').filter({ hasText: 'left your app' });
    await note.getByRole('button', { name: 'How to fix it' }).click();
    await take(page, 'tab-left');

    // Out of sight, the panel tells of what is new.
    await page.goto(`${server.url}lab?reset`);
    await labIsReady(page);
    // eslint-disable-next-line jupyter/galata-prefer-sidebar-activity-helper -- this page has no galata
    await page.getByRole('tab', { name: 'File Browser' }).first().click();
    await page.waitForTimeout(5000);
    for (const theme of THEMES) {
      await dress(page, `JupyterLab ${theme}`);
      const line = `${PYTHON} ${program('flask_app.py')} ${await freePort()}`;
      await inTerminal(page, server, line);
      const toast = page.locator('.Toastify__toast').first();
      await toast.waitFor();
      await toast.hover(); // or it goes
      await page.waitForTimeout(500);
      // Not as an element: to still its clock would end it.
      await snap(page, 'toast', theme, toast, toast);
      await toast.locator('button').last().click();
      await expect(toast).toHaveCount(0);
    }
  } finally {
    await server.stop();
  }
});

test('a hub that lets nobody make tokens', async ({ page, hub }) => {
  await openHubLab(page, hub, 'alice');
  const connect = section(await openPanel(page), 'Connect');
  await expect(connect.locator('.jp-mod-primary')).toBeVisible();
  await snap(page, 'connect-hub', 'Light', connect);
});
