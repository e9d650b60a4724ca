// Takes the README's pictures from a running `make run`:  node scripts/pictures.mjs <the URL it printed>
// What is in them is what that server shows: start a web app there first, and its row is in the picture.
import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';

const [address] = process.argv.slice(2);
if (!address) {
  throw new Error('usage: node scripts/pictures.mjs <url>');
}
const FOLDER = 'docs/images';
mkdirSync(FOLDER, { recursive: true });

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
});

for (const scheme of ['light', 'dark']) {
  const page = await browser.newPage({
    viewport: { width: 1240, height: 960 },
    colorScheme: scheme
  });
  await page.goto(`${address}&reset`); // the tab of the picture before is in the layout
  await page.locator('.jp-Launcher-body').first().waitFor();
  if (scheme === 'dark') {
    for (const item of ['Settings', 'Theme', 'JupyterLab Dark']) {
      await page.getByText(item, { exact: true }).first().click();
    }
    await page.waitForTimeout(1500);
  }
  const panel = page.locator('#jupyterlab-remote-ide-panel');
  if (!(await panel.isVisible())) {
    await page.getByRole('tab', { name: 'Remote IDE' }).first().click();
  }
  await panel
    .getByRole('button', { name: /Copy VS Code/ })
    .first()
    .waitFor();
  await page.waitForTimeout(2500);
  await page.mouse.move(700, 800);
  await page.screenshot({ path: `${FOLDER}/panel-${scheme}.png` });

  await page
    .locator('.jp-LauncherCard', { hasText: 'VS Code' })
    .first()
    .click();
  const app = page.frameLocator('.jp-ServerProxy iframe');
  await app
    .locator('.explorer-folders-view .monaco-list-row')
    .first()
    .waitFor({ timeout: 60_000 });
  await page.waitForTimeout(3000);
  await page.screenshot({ path: `${FOLDER}/code-server-${scheme}.png` });
  await page.close();
}
await browser.close();
