// What stands on the first screen, and how few presses lead where people want to be.
import { writeFileSync } from 'node:fs';

import type { Locator } from '@playwright/test';

import { openPanel, section, widen } from '../panel';
import { expect, openLab, test } from '../plain';
import { freePort, program, PYTHON } from '../programs';
import { startServer } from '../server';
import { inTerminal } from '../terminal';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

/** The lower edge of something, from the top of the window. */
async function bottom(of: Locator): Promise<number> {
  const box = await of.boundingBox();
  return Math.round((box?.y ?? NaN) + (box?.height ?? NaN));
}

const height = async (of: Locator) => (await of.boundingBox())?.height ?? NaN;

/** Where each row begins, so that one that moves is seen. */
const tops = (rows: Locator) =>
  rows.evaluateAll(all => all.map(one => one.getBoundingClientRect().top));

/** What was measured, for the documentation. */
function told(measured: Record<string, number>, edge: number): string {
  const row = (what: string, goal: number) =>
    `| ${what} | ${measured[`${what} at 250`]} | ${measured[`${what} at 400`]} | ≤ ${goal} |`;
  return [
    '# The first screen',
    '',
    'Measured by `make pictures` in JupyterLab at 1366 × 768, with VS Code running, three ports and two tokens, before a',
    'press, in px; `ui-tests/hub/layout.spec.ts` holds it there.',
    '',
    '| | panel of 250 | of 400 | goal |',
    '| --- | --- | --- | --- |',
    row('height of Connect', 200),
    row('lower edge of Start', edge),
    ''
  ].join('\n');
}

test('with an app, three ports and two tokens all that one can do is on the first screen', async ({
  page
}, info) => {
  const server = await startServer({
    baseUrl: '/a/b/',
    config: { LabApp: { expose_app_in_browser: true } }
  });
  const measured: Record<string, number> = {};
  try {
    await page.setViewportSize({ width: 1366, height: 768 });
    await openLab(page, server);
    const panel = await openPanel(page);
    const [connect, running, start] = [
      section(panel, 'Connect'),
      section(panel, 'Running'),
      section(panel, 'Start')
    ];
    await expect(connect.locator('.jp-mod-primary')).toBeVisible();
    await widen(page, 250);
    for (const command of [
      program('flask_app.py'),
      '-m http.server',
      `${program('app.py')} ok`
    ]) {
      const port = await freePort();
      await inTerminal(page, server, `${PYTHON} ${command} ${port}`);
    }
    await start.getByRole('link', { name: /VS Code/ }).click();
    const rows = running.getByRole('listitem');
    await expect(rows).toHaveCount(4, { timeout: 60_000 });
    await expect(running.getByText(/just opened|starting/)).toHaveCount(0);
    for (const client of ['PyCharm', 'VS Code']) {
      await connect.locator('select').first().selectOption(client);
      await connect.locator('.jp-mod-primary').click();
      await expect(connect.getByText(/^Copied/)).toBeVisible();
    }
    await page.reload();
    await expect(rows).toHaveCount(4, { timeout: 60_000 });
    await expect(connect.locator('.jp-mod-primary')).toBeVisible();
    await expect(running.getByText(/just opened|starting/)).toHaveCount(0);

    const edge = await bottom(page.locator('#jp-left-stack'));
    for (const width of [250, 400]) {
      await widen(page, width);
      await expect
        .poll(async () => (await panel.boundingBox())?.width)
        .toBeGreaterThan(width - 8);
      measured[`height of Connect at ${width}`] = Math.round(
        await height(connect)
      );
      expect(measured[`height of Connect at ${width}`]).toBeLessThanOrEqual(
        200
      );
      measured[`lower edge of Start at ${width}`] = await bottom(start);
      expect(await bottom(start)).toBeLessThanOrEqual(edge);
      const resting = await tops(rows);
      for (const row of await rows.all()) {
        // A line, and at most one quiet line.
        expect([24, 44]).toContain(Math.round(await height(row)));
        // Its buttons come over neither the quiet line nor the ring of the focus, and move nothing.
        await row.hover();
        expect(await tops(rows)).toEqual(resting);
        const buttons = await row
          .locator('.jp-RemoteIDE-rowActions')
          .boundingBox();
        const meta = await row
          .locator('.jp-RemoteIDE-state > :last-child')
          .boundingBox();
        const [line, end] = [await row.boundingBox(), buttons?.x ?? 0];
        expect(
          (meta?.y ?? 0) >= (buttons?.y ?? 0) + (buttons?.height ?? 0) ||
            (meta?.x ?? 0) + (meta?.width ?? 0) <= end
        ).toBe(true);
        expect(end + (buttons?.width ?? 0)).toBeLessThanOrEqual(
          (line?.x ?? 0) + (line?.width ?? 0) - 2
        );
      }
    }
    await page.screenshot({ path: info.outputPath('first-screen.png') });

    // Nothing moves when something is copied.
    const before = await tops(panel.getByRole('listitem'));
    await running
      .getByRole('button', { name: /Copy the URL/ })
      .first()
      .click();
    await expect(running.getByText('Copied').first()).toBeVisible();
    expect(await tops(panel.getByRole('listitem'))).toEqual(before);
    if (process.env.FIRST_SCREEN !== undefined) {
      writeFileSync(process.env.FIRST_SCREEN, told(measured, edge));
    }
  } finally {
    await server.stop();
  }
});

test('at 200 % zoom nothing is cut off, and everything is reached by scrolling down', async ({
  page,
  server
}) => {
  // As a browser's zoom does: half as many pixels of CSS, each twice as large.
  await page.setViewportSize({ width: 683, height: 384 });
  await openLab(page, server);
  const panel = await openPanel(page);
  await section(panel, 'Help').scrollIntoViewIfNeeded();
  await expect(section(panel, 'Help')).toBeInViewport();
  const wide = await panel.evaluate(node => {
    const { right } = node.getBoundingClientRect();
    return [...node.querySelectorAll('*')]
      .filter(one => one.getBoundingClientRect().right > right + 1)
      .map(one => String(one.getAttribute('class')));
  });
  expect(wide.filter(name => !name.includes('jp-RemoteIDE-hidden'))).toEqual(
    []
  );
});

test('one press leads from the panel to the URL, and one from a program to its page', async ({
  page,
  server
}) => {
  await openLab(page, server);
  const panel = await openPanel(page);
  await page.evaluate(() => navigator.clipboard.writeText('nothing'));
  let presses = 0;
  const press = async (what: Locator) => {
    presses += 1;
    await what.click();
  };
  await press(section(panel, 'Connect').locator('.jp-mod-primary'));
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toContain(`${server.url}?token=`);
  expect(presses).toBe(1);

  const port = await freePort();
  await inTerminal(
    page,
    server,
    `${PYTHON} ${program('flask_app.py')} ${port}`
  );
  presses = 0;
  await press(
    section(panel, 'Running').locator(`a[href$="/a/b/proxy/${port}/"]`)
  );
  await page
    .locator(`iframe[src*="/proxy/${port}/"]`)
    .contentFrame()
    .getByText('Hello from Flask')
    .waitFor();
  expect(presses).toBe(1);
});
