// What JupyterLab's layout holds of our tabs, on the server's disk, and what another one may do.
import { expect, labIsDrawn, openLab, post, test } from '../plain';
import { cheapApp } from '../programs';
import { startServer } from '../server';

test('a layout holds no place of an app’s page, and a crafted one starts nothing', async ({
  page
}, info) => {
  const servers = { alfa: cheapApp('Alfa'), gamma: cheapApp('Gamma') };
  const server = await startServer({
    baseUrl: '/a/b/',
    config: { ServerProxy: { servers } }
  });
  const state = async (name: string) => {
    const reply = await page.request.get(`${server.url}remote-ide/v1/apps`, {
      headers: { Authorization: `token ${server.token}` }
    });
    const { apps } = (await reply.json()) as {
      apps: { name: string; state: string }[];
    };
    return apps.find(app => app.name === name)?.state;
  };
  let saved = '';
  page.on('request', request => {
    if (request.method() === 'PUT' && request.url().includes('workspaces')) {
      saved += request.postData() ?? '';
    }
  });
  try {
    await openLab(page, server);
    await page
      .locator('.jp-LauncherCard:visible', { hasText: 'Alfa' })
      .first()
      .click();
    const answer = page.frameLocator('[title="Alfa"]').getByText('the app');
    await answer.waitFor();
    const place = '?tkn=SECRET1&code=SECRET2#access_token=SECRET3';
    await page.frame({ url: /alfa/ })?.evaluate(where => {
      history.replaceState(null, '', where);
    }, place);
    await post(page, server, 'apps/alfa/stop');
    const start = page.getByRole('button', { name: 'Start Alfa' });
    await start.click();
    await answer.waitFor();
    // It goes on where it was.
    expect(page.frame({ url: /alfa/ })?.url()).toContain(place);
    await start.waitFor({ state: 'detached' });
    await expect.poll(() => saved).toContain('server-proxy:alfa');
    await page.waitForTimeout(2000);
    expect(saved).not.toContain('SECRET');

    const ids = ['server-proxy:ghost', 'remote-ide-port:x', 'y'];
    const tabs = ids.map(id => [
      `server-proxy:${id}`,
      {
        data: {
          id,
          title: id,
          url: `${server.url}gamma/`,
          newBrowserTab: id === 'y',
          path: 'gamma/'
        }
      }
    ]);
    const widgets = tabs.map(([key]) => key);
    const dock = { type: 'tab-area', currentIndex: 0, widgets };
    const main = { dock, mode: 'multiple-document', current: widgets[0] };
    const cookies = await page.context().cookies(server.url);
    const xsrf = cookies.find(one => one.name === '_xsrf')?.value ?? '';
    const url = `${server.url}lab/api/workspaces/other`;
    const put = await page.request.put(url, {
      headers: { 'X-XSRFToken': xsrf },
      data: {
        metadata: { id: 'other' },
        data: {
          'layout-restorer:data': { main },
          ...(Object.fromEntries(tabs) as object)
        }
      }
    });
    expect(put.ok()).toBe(true);
    await page.goto(`${server.url}lab/workspaces/other`);
    await labIsDrawn(page);
    const ghost = page.getByText('There is no app “ghost” on this server.');
    await expect(ghost).toBeVisible();
    await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
    await page.screenshot({ path: info.outputPath('ghost.png') });
    for (const id of ids.slice(1)) {
      const tab = page.locator('.lm-DockPanel-tabBar .lm-TabBar-tab');
      await tab.getByText(id, { exact: true }).click();
      await expect(page.getByText(`${id} was open here.`)).toBeVisible();
    }
    expect(page.context().pages()).toHaveLength(1);
    expect(await state('gamma')).toBe('stopped');
  } finally {
    await server.stop();
  }
});
