import { expect, openHubLab, openLab, test } from '../plain';

test('JupyterLab asks for its token, and opens with it under a prefix', async ({
  page,
  server
}) => {
  await page.goto(`${server.url}lab`);
  await expect(page).toHaveURL(/\/a\/b\/login/);
  await openLab(page, server);
  await expect(page).toHaveURL(/\/a\/b\/lab/);
});

test('a hub leads from its login page to JupyterLab', async ({ page, hub }) => {
  await openHubLab(page, hub, 'alice');
  await expect(page).toHaveURL(/\/jh\/user\/alice\/lab/);
});
