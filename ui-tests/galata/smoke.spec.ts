import { axe } from '../axe';
import { expect, test } from '../galata';

test('JupyterLab opens with our extension, as accessible as without', async ({
  page
}) => {
  await expect(page.locator('.jp-Launcher-body')).toBeVisible();
  const loaded = await page.evaluate(() =>
    document
      .querySelector('#jupyter-config-data')
      ?.textContent.includes('jupyterlab-remote-ide')
  );
  expect(loaded).toBe(true);
  expect(await axe(page)).toEqual([]);
});
