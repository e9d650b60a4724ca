// Between "running" and the first thing that a program draws nobody sees a white sheet.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locator, Page } from '@playwright/test';

import { expect, labIsReady, test } from '../plain';
import { own } from '../programs';

const THEME =
  '.jupyter/lab/user-settings/@jupyterlab/apputils-extension/themes.jupyterlab-settings';

/** Of VS Code itself, in its own light theme, less is as light as paper. */
const BLANK = 0.985;

interface IBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Every picture that the browser draws from now on. */
async function record(page: Page): Promise<() => Promise<string[]>> {
  const session = await page.context().newCDPSession(page);
  const pictures: string[] = [];
  session.on('Page.screencastFrame', ({ data, sessionId }) => {
    pictures.push(data);
    void session
      .send('Page.screencastFrameAck', { sessionId })
      .catch(() => undefined);
  });
  await session.send('Page.startScreencast', { format: 'png' });
  return async () => {
    await session.send('Page.stopScreencast');
    return pictures;
  };
}

/** How much of that part of each picture is as light as paper, from 0 to 1. */
async function paper(
  page: Page,
  pictures: readonly string[],
  box: IBox
): Promise<number[]> {
  const { width } = page.viewportSize() ?? { width: 0 };
  return page.evaluate(
    async ([all, { x, y, width: w, height: h }, viewport]) => {
      const shares: number[] = [];
      for (const data of all) {
        const image = new Image();
        image.src = `data:image/png;base64,${data}`;
        await image.decode();
        const scale = image.width / viewport;
        const canvas = new OffscreenCanvas(w, h);
        const context = canvas.getContext('2d')!;
        const [left, top] = [x * scale, y * scale];
        context.drawImage(
          image,
          ...([left, top, w * scale, h * scale] as const),
          ...([0, 0, w, h] as const)
        );
        const pixels = context.getImageData(0, 0, w, h).data;
        let light = 0;
        for (let at = 0; at < pixels.length; at += 4) {
          const sum = pixels[at]! + pixels[at + 1]! + pixels[at + 2]!;
          light += sum > 690 ? 1 : 0;
        }
        shares.push((light * 4) / pixels.length);
      }
      return shares;
    },
    [pictures, box, width] as const
  );
}

async function boxOf(locator: Locator): Promise<IBox> {
  const { x, y, width, height } = (await locator.boundingBox())!;
  // Without the edges, where other things may stand.
  return {
    ...{ x: Math.ceil(x) + 10, y: Math.ceil(y) + 10 },
    ...{ width: Math.floor(width) - 20, height: Math.floor(height) - 20 }
  };
}

// Of all pages from their start: told to a page later, it may come after the first picture.
test.use({ colorScheme: 'dark' });

test('in a dark JupyterLab VS Code comes without a white sheet, in a tab and in a browser tab', async ({
  page,
  server
}, info) => {
  const settings = join(server.home, THEME);
  mkdirSync(dirname(settings), { recursive: true });
  writeFileSync(settings, '{ "theme": "JupyterLab Dark" }');
  own(server, join(server.home, '.jupyter'));
  await page.goto(`${server.url}lab?reset&token=${server.token}`);
  await labIsReady(page);
  const light = async () =>
    page.evaluate(() => document.body.dataset.jpThemeLight);
  await expect.poll(light).toBe('false');

  const stop = await record(page);
  await page
    .locator('.jp-LauncherCard:visible', { hasText: /VS Code/ })
    .first()
    .click();
  const frame = page.locator('iframe[title^="VS Code"]');
  const workbench = page
    .frameLocator('iframe[title^="VS Code"]')
    .locator('.explorer-folders-view');
  await workbench.waitFor({ timeout: 120_000 });
  await page.waitForTimeout(1000);
  const pictures = await stop();
  const shares = await paper(page, pictures, await boxOf(frame));
  shares.forEach((share, at) => {
    if (share > BLANK) {
      const file = info.outputPath(`tab-${at}.png`);
      writeFileSync(file, Buffer.from(pictures[at] ?? '', 'base64'));
    }
  });
  expect(pictures.length).toBeGreaterThan(5);
  expect(Math.max(...shares)).toBeLessThan(BLANK);
  await expect(page.locator('.jp-RemoteIDE-tabRest')).toHaveCount(0);

  // The page around it in a browser tab of its own.
  const alone = await page.context().newPage();
  await alone.goto(`${server.url}remote-ide/open/code-server`);
  const bar = await boxOf(alone.locator('main'));
  const stopAlone = await record(alone);
  for (let time = 0; time < 2; time++) {
    await alone.reload();
    await alone
      .frameLocator('iframe')
      .locator('.monaco-workbench')
      .waitFor({ timeout: 60_000 });
  }
  await expect(alone.locator('#cover')).toBeHidden();
  const others = await stopAlone();
  const alike = await paper(alone, others, bar);
  alike.forEach((share, at) => {
    if (share > BLANK) {
      const file = info.outputPath(`alone-${at}.png`);
      writeFileSync(file, Buffer.from(others[at] ?? '', 'base64'));
    }
  });
  expect(Math.max(...alike)).toBeLessThan(BLANK);
});
