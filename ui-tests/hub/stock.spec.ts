import type { Locator, Page } from '@playwright/test';

import { openPanel, section } from '../panel';
import { expect, labIsReady, letPass, test } from '../plain';
import { cheapApp } from '../programs';
import type { IServer } from '../server';

test.use({
  serverOptions: {
    baseUrl: '/a/b/',
    config: {
      ServerApp: {
        jpserver_extensions: {
          jupyterlab_remote_ide: false,
          jupyter_server_proxy: true
        }
      },
      ServerProxy: {
        servers: {
          one: { ...cheapApp('First'), new_browser_tab: false },
          two: { ...cheapApp('Second'), new_browser_tab: false },
          away: cheapApp('Third')
        }
      }
    }
  }
});

interface ITile {
  readonly enabled: boolean;
  readonly title: string;
}

/** What the page asks of the half that is not there, sockets included. */
function follow(page: Page, server: IServer): string[] {
  const asked: string[] = [];
  const ours = server.url.replace(/^http/, '') + 'remote-ide/';
  const note = (url: string) => {
    if (url.replace(/^(http|ws)/, '').startsWith(ours)) {
      asked.push(url.slice(url.indexOf('remote-ide/')));
    }
  };
  page.on('request', request => {
    note(request.url());
  });
  page.on('websocket', socket => {
    note(socket.url());
  });
  return asked;
}

async function opens(page: Page, title: string, tile: Locator): Promise<void> {
  await tile.click();
  const frame = page.frameLocator(`iframe[title="${title}"]`);
  await expect(frame.getByText('the app answers')).toBeVisible();
}

interface IPolicy {
  readonly featurePolicy: { allowsFeature: (name: string) => boolean };
}

/** Which of these a page in a frame may not ask the browser for. */
async function refused(page: Page, url: string): Promise<string[]> {
  const frame = page.frames().find(each => each.url() === url);
  const features = [
    'camera',
    'clipboard-read',
    'clipboard-write',
    'display-capture',
    'fullscreen',
    'microphone'
  ];
  return (
    (await frame?.evaluate(
      names =>
        names.filter(
          name =>
            !(document as unknown as IPolicy).featurePolicy.allowsFeature(name)
        ),
      features
    )) ?? features
  );
}

test('without the server half tiles open, and the panel says what is missing', async ({
  page,
  server
}, info) => {
  await page.goto(`${server.url}lab?reset&token=${server.token}`);
  await labIsReady(page);
  const status = await page.request.get(`${server.url}remote-ide/v1/status`);
  expect(status.status()).toBe(404);

  await opens(
    page,
    'First',
    page.locator('.jp-LauncherCard:visible', { hasText: 'First' })
  );
  const panel = await openPanel(page);
  await opens(
    page,
    'Second',
    section(panel, 'Start').getByRole('link', { name: /^Second/ })
  );
  const inside = page.frames().map(frame => frame.url());
  expect(inside).toContain(`${server.url}one/`);
  expect(inside).toContain(`${server.url}two/`);
  expect(await refused(page, `${server.url}one/`)).toEqual([]);

  const [away] = await Promise.all([
    page.context().waitForEvent('page'),
    section(panel, 'Start')
      .getByRole('link', { name: /^Third/ })
      .click()
  ]);
  await expect(away.getByText('the app answers')).toBeVisible();
  expect(away.url()).toBe(`${server.url}away/`);
  await away.close();

  // Every tile that jupyter-server-proxy has, and no other.
  const { server_processes } = (await (
    await page.request.get(`${server.url}server-proxy/servers-info`)
  ).json()) as { server_processes: { launcher_entry: ITile }[] };
  const titles = server_processes
    .map(one => one.launcher_entry)
    .filter(tile => tile.enabled)
    .map(tile => tile.title);
  expect(titles).toContain('First');
  await expect(
    section(panel, 'Start').locator('.jp-RemoteIDE-rowTitle')
  ).toHaveText(titles);
  await page.keyboard.press('Control+Shift+L');
  for (const title of titles) {
    await expect(
      page.locator('.jp-LauncherCard:visible', { hasText: title })
    ).toHaveCount(1);
  }

  await expect(
    panel.getByText('jupyter server extension enable jupyterlab_remote_ide')
  ).toHaveCount(1);
  await expect(panel.getByText(/^(Loading|Looking)…$/)).toHaveCount(0);
  const words = await panel.innerText();
  expect(words).not.toMatch(
    /404|undefined|\bnull\b|for the reason|Not Found|Error/
  );
  await expect(panel.getByRole('button', { name: /^Stop/ })).toHaveCount(0);
  await page.screenshot({ path: info.outputPath('stock.png') });
});

test('without the server half nothing asks for it again and again', async ({
  page,
  server
}) => {
  const asked = follow(page, server);
  await page.clock.install();
  const told = page.waitForResponse(reply =>
    reply.url().startsWith(`${server.url}remote-ide/v1/status`)
  );
  await page.goto(`${server.url}lab?reset&token=${server.token}`);
  await labIsReady(page);
  // Both are known: there is no status, and the tiles are jupyter-server-proxy's.
  await told;
  await page
    .locator('.jp-LauncherCard:visible', { hasText: 'First' })
    .first()
    .waitFor();
  const panel = await openPanel(page);
  await expect(
    panel.getByText('jupyter server extension enable jupyterlab_remote_ide')
  ).toBeVisible();
  await expect.poll(() => asked.join()).toContain('/session');
  const few = [...asked];
  await letPass(page, 60);
  expect(asked).toEqual(few);
  expect(few.length).toBeLessThanOrEqual(5);
  // Nor when the panel is left and looked at again.
  const tab = page
    .locator('.jp-SideBar')
    .getByRole('tab', { name: /File Browser/ });
  await tab.click();
  await expect(panel).toBeHidden();
  await openPanel(page);
  await letPass(page, 10);
  expect(asked.length - few.length).toBeLessThanOrEqual(2);
  expect(asked.filter(one => one.includes('/watch'))).toEqual([]);
});
