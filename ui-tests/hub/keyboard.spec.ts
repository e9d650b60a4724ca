import type { Locator } from '@playwright/test';

import { answer, go, type IStop, openByKeys, press, stop } from '../keys';
import { section } from '../panel';
import { expect, labIsReady, test } from '../plain';
import { cheapApp, ended, freePort, program, PYTHON, runAs } from '../programs';

test.use({
  permissions: ['clipboard-read', 'clipboard-write'],
  serverOptions: {
    baseUrl: '/a/b/',
    config: { ServerProxy: { servers: { cheap: cheapApp('Cheap') } } }
  }
});

test.beforeEach(async ({ page, server }) => {
  await page.goto(`${server.url}lab?reset&token=${server.token}`);
  await labIsReady(page);
});

test('Tab reaches every section, a list is one stop, and the focus is seen', async ({
  page
}) => {
  const panel = await openByKeys(page);
  // What is in use is known with the first sample.
  await panel.locator('.jp-RemoteIDE-strip summary').waitFor();
  await press(page, 'Tab'); // from the side bar's tab
  const stops: IStop[] = [];
  for (let at = await stop(page); at.section !== null; at = await stop(page)) {
    stops.push(at);
    expect(stops.length).toBeLessThan(60);
    await press(page, 'Tab');
  }
  expect([...new Set(stops.map(one => one.section))]).toEqual(
    'toolbar session connect running apps apitokens help'.split(' ')
  );
  expect(stops.filter(one => one.inList).map(one => one.section)).toEqual([
    'apps'
  ]);
  expect(stops.filter(one => !one.hasRing)).toEqual([]);
  await press(page, 'Shift+Tab');
  expect(await stop(page)).toEqual(stops.at(-1));
});

test('a running program is opened and stopped', async ({ page, server }) => {
  const running = section(await openByKeys(page), 'Running');
  const programs = [await freePort(), await freePort()].map(port =>
    runAs(server, PYTHON, program('flask_app.py'), String(port))
  );
  try {
    const links = running.locator('li a.jp-RemoteIDE-rowMain');
    await expect(links).toHaveCount(2, { timeout: 60_000 });
    const [first, second] = [links.nth(0), links.nth(1)];
    const buttons = running.getByRole('listitem').nth(0).getByRole('button');
    await go(page, 'Tab', first);
    const walk: [string, Locator][] = [
      ['ArrowDown', second],
      ['ArrowDown', second],
      ['ArrowUp', first],
      ['ArrowRight', buttons.nth(0)],
      ['ArrowRight', buttons.nth(1)],
      ['ArrowLeft', buttons.nth(0)],
      [
        'ArrowDown',
        running.getByRole('listitem').nth(1).getByRole('button').first()
      ],
      ['Home', first]
    ];
    for (const [key, there] of walk) {
      await press(page, key);
      await expect(there).toBeFocused();
      expect((await stop(page)).hasRing, key).toBe(true);
    }
    await press(page, 'Enter');
    await page
      .locator('.jp-ServerProxy iframe')
      .contentFrame()
      .getByText('Hello from Flask')
      .waitFor();
    await go(page, 'Tab', first); // where it was left, so it is the stop

    await answer(page, /^Stop/, 'Delete', 'Escape');
    await expect(first).toBeFocused();
    expect(programs.map(one => one.exitCode)).toEqual([null, null]);
    await expect(links).toHaveCount(2);
    for (const rest of [1, 0]) {
      await answer(page, /^Stop/, 'Delete', 'Enter');
      await expect(links).toHaveCount(rest);
      // The neighbour has the keyboard; where there is none, the section's heading.
      await expect(
        rest > 0
          ? links.first()
          : running.getByRole('button', { name: 'Running', exact: true })
      ).toBeFocused();
    }
    await expect
      .poll(() => programs.map(one => one.exitCode ?? one.signalCode))
      .not.toContain(null);
  } finally {
    await Promise.all(programs.map(ended));
  }
});

test('an app is found, opened and stopped', async ({ page }) => {
  const panel = await openByKeys(page);
  const apps = section(panel, 'Start');
  const running = section(panel, 'Running');
  const tile = apps.getByRole('link', { name: /^Cheap/ });
  await go(page, 'Tab', apps.getByRole('link').first());
  await press(page, 'End');
  await expect(apps.locator('li').last().locator(':focus')).toHaveCount(1);
  await go(page, 'ArrowUp', tile);
  await press(page, 'Enter');
  const frame = page.frameLocator('iframe[title="Cheap"]');
  await expect(frame.getByText('the app answers')).toBeVisible();
  const row = running.getByRole('link', { name: /^Cheap/ });
  await expect(row).toContainText('running');

  await go(page, 'Tab', row);
  await answer(page, /^Stop Cheap/, 'Delete', 'Escape');
  await expect(row).toBeFocused();
  await answer(page, /^Stop Cheap/, 'Delete', 'Enter');
  await expect(tile).toBeVisible();
  // Of the section that has no rows any more.
  await expect(
    running.getByRole('button', { name: 'Running', exact: true })
  ).toBeFocused();
});

test('a token is made and revoked', async ({ page }) => {
  const panel = await openByKeys(page);
  const tokens = section(panel, 'API tokens');
  const revoke = tokens.getByRole('button', { name: /^Revoke/ });
  await go(
    page,
    'Tab',
    panel.getByRole('button', { name: 'Copy connection URL for VS Code' })
  );
  await press(page, 'Enter');
  await expect(panel.getByText('Copied.')).toBeVisible();
  const heading = tokens.getByRole('button', {
    name: 'API tokens',
    exact: true
  });
  await go(page, 'Tab', heading);
  await press(page, 'Enter');
  await go(page, 'Tab', tokens.getByRole('button', { name: /^Extend/ }));
  await go(page, 'ArrowRight', revoke);
  await answer(page, /^Revoke “VS Code · this browser · /, 'Delete', 'Escape');
  await expect(revoke).toBeFocused();
  await answer(page, /^Revoke “VS Code · this browser · /, 'Enter', 'Enter');
  await expect(revoke).toHaveCount(0);
  await expect(heading).toBeFocused();
  await expect(panel.getByText('This URL was revoked.')).toBeVisible();
});
