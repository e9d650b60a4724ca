// Pictures for the documentation, taken from the running product in both themes.
import { join } from 'node:path';

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { Locator, Page } from '@playwright/test';

const IMAGES = join(__dirname, '..', '..', 'docs', 'images');

interface ILab {
  readonly jupyterapp: Pick<JupyterFrontEnd, 'commands'>;
}

export async function dress(page: Page, theme: string): Promise<void> {
  await page.evaluate(name => {
    const { commands } = (window as unknown as ILab).jupyterapp;
    return commands.execute('apputils:change-theme', { theme: name });
  }, theme);
  await page
    .locator(`body[data-jp-theme-name="${theme}"]`)
    .waitFor({ state: 'attached' }); // it has no height of its own
  await page.waitForTimeout(500); // its styles, and what fades
}

const file = (name: string, theme: Theme) =>
  join(IMAGES, `${name}-${theme.toLowerCase()}.png`);

export const THEMES = ['Light', 'Dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Take `<name>-<theme>.png` of a part of the page, of all of it, or of a part down to the end of another. */
export async function snap(
  page: Page,
  name: string,
  theme: Theme,
  part: Locator | null = null,
  last: Locator | null = null
): Promise<void> {
  const path = file(name, theme);
  const [from, to] = [await part?.boundingBox(), await last?.boundingBox()];
  if (from && to) {
    const height = to.y + to.height + 8 - from.y;
    await page.screenshot({ path, clip: { ...from, height } });
    return;
  }
  await (part ?? page).screenshot({ path, animations: 'disabled' });
}

/** The same in both themes. */
export async function take(
  page: Page,
  name: string,
  part: Locator | null = null,
  last: Locator | null = null
): Promise<void> {
  for (const theme of THEMES) {
    await dress(page, `JupyterLab ${theme}`);
    await snap(page, name, theme, part, last);
  }
}
