import { axe } from '../axe';
import { expect, test } from '../galata';
import { openPanel } from '../panel';

for (const theme of [
  'JupyterLab Light',
  'JupyterLab Dark',
  'JupyterLab Dark High Contrast'
]) {
  test(`the panel is accessible and fits 250 px in ${theme}`, async ({
    page
  }, info) => {
    await page.theme.setTheme(theme);
    const panel = await openPanel(page);
    await expect(panel.getByRole('region', { name: 'Start' })).toBeVisible();
    await page.waitForTimeout(1500); // sections load their parts
    expect(await axe(page, '#jupyterlab-remote-ide-panel')).toEqual([]);
    await page.sidebar.setWidth(250, 'left');
    const box = await panel.boundingBox();
    expect(box?.width).toBeLessThanOrEqual(252);
    // Nothing sticks out, and nothing has to be scrolled sideways.
    const wide = await panel.evaluate(node => {
      const { right } = node.getBoundingClientRect();
      return [...node.querySelectorAll('*')]
        .filter(one => one.getBoundingClientRect().right > right + 1)
        .map(one => String(one.getAttribute('class')));
    });
    expect(wide.filter(name => !name.includes('jp-RemoteIDE-hidden'))).toEqual(
      []
    );
    await page.screenshot({ path: info.outputPath(`${theme}.png`) });
  });
}

test('sections fold, and remember it over a reload', async ({ page }) => {
  const panel = await openPanel(page);
  const heading = panel.getByRole('button', { name: 'Connect', exact: true });
  // Saved a while after the last change of anything.
  const saved = page.waitForResponse(reply => {
    const request = reply.request();
    const body = request.postData() ?? '';
    return (
      request.method() === 'PUT' &&
      request.url().includes('/api/workspaces') &&
      body.includes('jupyterlab-remote-ide:folds')
    );
  });
  await heading.press('Enter');
  await expect(heading).toHaveAttribute('aria-expanded', 'false');
  await saved;
  await page.reload();
  const again = await openPanel(page);
  await expect(
    again.getByRole('button', { name: 'Connect', exact: true })
  ).toHaveAttribute('aria-expanded', 'false');
});

test('without authentication nothing is minted, and the panel says why', async ({
  page
}) => {
  const panel = await openPanel(page);
  await expect(
    panel.getByText(/asks nobody for a password/).first()
  ).toBeVisible();
  const answer = await page.request.get('remote-ide/v1/status');
  const status = (await answer.json()) as {
    mode: string;
    capabilities: Record<string, { allowed: boolean; reason: string | null }>;
  };
  expect(status.mode).toBe('none');
  expect(status.capabilities['apitokens-create']).toEqual({
    allowed: false,
    reason: 'no-authentication'
  });
});
