// What becomes of the tokens of this browser, which in each test is another: after a reload, in another tab.
import type { Locator, Page } from '@playwright/test';

import { axe } from '../axe';
import { openPanel, section, unfold } from '../panel';
import { expect, labIsReady, openLab, test } from '../plain';
import type { IServer } from '../server';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

interface IRow {
  readonly id: string;
}

const clipboard = (page: Page) =>
  page.evaluate(() => navigator.clipboard.readText());

/** Press the button, and take the URL that is copied. */
async function copy(page: Page, panel: Locator): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await panel
    .getByRole('button', { name: 'Copy connection URL for VS Code' })
    .click();
  await expect.poll(() => clipboard(page)).toContain('?token=');
  return clipboard(page);
}

async function reload(page: Page): Promise<Locator> {
  await page.reload();
  await labIsReady(page);
  return openPanel(page);
}

/** What a program gets that asks with this URL. */
async function use(url: string): Promise<number> {
  const { origin, pathname, searchParams } = new URL(url);
  const token = searchParams.get('token') ?? '';
  const reply = await fetch(`${origin}${pathname}api/kernels`, {
    headers: { Authorization: `token ${token}` }
  });
  return reply.status;
}

async function ids(page: Page, server: IServer): Promise<string[]> {
  const reply = await page.request.get(`${server.url}remote-ide/v1/apitokens`);
  const { apitokens } = (await reply.json()) as { apitokens: IRow[] };
  return apitokens.map(({ id }) => id);
}

test('a press after a reload takes the place of what was never used, and asks where it was', async ({
  page,
  server
}, info) => {
  await openLab(page, server);
  const others = (await ids(page, server)).length;
  const mine = async () => (await ids(page, server)).length - others;
  const first = await copy(page, await openPanel(page));
  const second = await copy(page, await reload(page));
  expect(second).not.toBe(first);
  expect(await mine()).toBe(1);
  expect(await use(first)).toBe(403);
  expect(await use(second)).toBe(200);

  let panel = await reload(page);
  const connect = section(panel, 'Connect');
  const press = panel.getByRole('button', {
    name: 'Copy connection URL for VS Code'
  });
  const question = panel.getByRole('group', {
    name: 'You have a VS Code token whose URL cannot be shown again.'
  });
  await page.evaluate(() => navigator.clipboard.writeText('as before'));
  await press.click();
  await expect(question).toBeVisible();
  expect(await axe(page, '#jupyterlab-remote-ide-panel')).toEqual([]);
  await page.screenshot({ path: info.outputPath('question.png') });
  expect(await clipboard(page)).toBe('as before');
  expect(await use(second)).toBe(200);
  await expect(connect.getByText(/•/)).toHaveCount(0);

  await question.getByRole('button', { name: 'Keep both' }).click();
  await expect(connect.getByText('New token copied.')).toBeVisible();
  const third = await clipboard(page);
  expect(await Promise.all([second, third].map(use))).toEqual([200, 200]);
  expect(await mine()).toBe(2);

  const tokens = section(panel, 'API tokens');
  await unfold(tokens);
  await expect(tokens.getByRole('listitem').first()).toBeVisible();
  expect(await axe(page, '#jupyterlab-remote-ide-panel')).toEqual([]);

  panel = await reload(page);
  await press.click();
  await panel.getByRole('button', { name: 'Replace them' }).click();
  await expect(press).toBeFocused();
  await expect(connect.getByText('New token copied.')).toBeVisible();
  const fourth = await clipboard(page);
  expect(await Promise.all([second, third, fourth].map(use))).toEqual([
    403, 403, 200
  ]);
  expect(await mine()).toBe(1);
});

test('what was copied here says so when it is ended in another tab', async ({
  page,
  server
}) => {
  await openLab(page, server);
  const panel = await openPanel(page);
  await copy(page, panel);
  await expect(panel.getByText('Copied.')).toBeVisible();
  const [id = ''] = await ids(page, server);
  const cookies = await page.context().cookies(server.url);
  const xsrf = cookies.find(one => one.name === '_xsrf')?.value ?? '';
  const reply = await page.request.delete(
    `${server.url}remote-ide/v1/apitokens/${id}`,
    { headers: { 'X-XSRFToken': xsrf } }
  );
  expect(reply.status()).toBe(204);
  await expect(
    panel.getByText('This URL was revoked. Copy a new one.')
  ).toBeVisible();
  await expect(panel.getByText('Copied.')).toHaveCount(0);
});

test('another browser is told apart, and its token left alone', async ({
  page,
  browser,
  server
}) => {
  await openLab(page, server);
  const mine = await copy(page, await openPanel(page));
  const context = await browser.newContext({
    permissions: ['clipboard-read', 'clipboard-write']
  });
  try {
    const other = await context.newPage();
    await openLab(other, server);
    const panel = await openPanel(other);
    await copy(other, panel);
    const tokens = section(panel, 'API tokens');
    await unfold(tokens);
    await expect(tokens.getByText(/^VS Code · this browser · /)).toHaveCount(1);
    await expect(
      tokens.getByText(/^VS Code · elsewhere · /).first()
    ).toBeVisible();
    expect(await use(mine)).toBe(200);
  } finally {
    await context.close();
  }
});

test('nothing moves when it is copied once more', async ({ page, server }) => {
  await openLab(page, server);
  const panel = await openPanel(page);
  const button = panel.getByRole('button', {
    name: 'Copy connection URL for VS Code'
  });
  await button.click();
  await expect(panel.getByText('Copied.')).toBeVisible();
  const boxes = () =>
    section(panel, 'Connect')
      .locator('button, p, li, select, code, a')
      .evaluateAll(all =>
        all.map(one => {
          const { x, y, width, height } = one.getBoundingClientRect();
          return [x, y, width, height].join();
        })
      );
  const before = await boxes();
  for (const again of [
    button,
    panel.getByRole('button', { name: 'Copy the connection URL' })
  ]) {
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await again.click();
    await expect.poll(() => clipboard(page)).toContain('?token=');
    expect(await boxes()).toEqual(before);
  }
});
