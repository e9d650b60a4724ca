import { openPanel } from '../panel';
import { expect, labIsReady, test } from '../plain';

const HOST = 'hub.test';

test.use({
  serverOptions: {
    baseUrl: '/a/b/',
    config: { ServerApp: { allow_remote_access: true } }
  },
  launchOptions: {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      `--host-resolver-rules=MAP ${HOST} 127.0.0.1`
    ]
  }
});

test('a plain-http host, where there is no navigator.clipboard, copies too', async ({
  page,
  server
}) => {
  const url = server.url.replace('127.0.0.1', HOST);
  await page.goto(`${url}lab?token=${server.token}`);
  await labIsReady(page);
  expect(await page.evaluate(() => typeof navigator.clipboard)).toBe(
    'undefined'
  );
  const panel = await openPanel(page);
  // Five seconds after a press there is no copying without the clipboard's own way: press again.
  await expect(async () => {
    await panel
      .getByRole('button', { name: 'Copy connection URL for VS Code' })
      .click();
    await expect(panel.getByText('Copied.')).toBeVisible({ timeout: 8000 });
  }).toPass({ timeout: 45_000 });
  // Read back as a person does: by pasting.
  await page.evaluate(() => {
    const area = document.createElement('textarea');
    area.id = 'paste-here';
    document.body.append(area);
    area.focus();
  });
  await page.keyboard.press('Control+V');
  const pasted = page.locator('#paste-here');
  await expect
    .poll(async () => (await pasted.inputValue()).startsWith(`${url}?token=`))
    .toBe(true);
});
