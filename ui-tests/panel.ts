// The panel as a person finds it.
import { expect, type Locator, type Page } from '@playwright/test';

/** Open the panel by its tab in the side bar. */
export async function openPanel(page: Page): Promise<Locator> {
  const tab = page
    .locator('.jp-SideBar')
    .getByRole('tab', { name: 'Remote IDE' });
  const panel = page.locator('#jp-left-stack .jp-RemoteIDE-frame');
  // A layout that is restored just now may open the panel before the click, which then closes it.
  await expect(async () => {
    if ((await tab.getAttribute('aria-selected')) !== 'true') {
      await tab.click();
    }
    await expect(panel).toBeVisible({ timeout: 3000 });
  }).toPass({ timeout: 60_000 });
  return panel;
}

interface ILab {
  readonly jupyterapp: {
    readonly shell: {
      readonly _hsplitPanel: {
        readonly node: HTMLElement;
        setRelativeSizes: (sizes: number[]) => void;
      };
    };
  };
}

/** Make the left side so wide, in px; 250 is what JupyterLab begins with. Wants `LabApp.expose_app_in_browser`. */
export async function widen(page: Page, width = 250): Promise<void> {
  await page.evaluate(wanted => {
    const { shell } = (window as unknown as ILab).jupyterapp;
    const split = shell._hsplitPanel;
    const all = split.node.getBoundingClientRect().width;
    split.setRelativeSizes([wanted, all - wanted, 0]);
  }, width);
}

export function section(panel: Locator, name: string): Locator {
  return panel.getByRole('region', { name });
}

/** Unfold a section, which the layout may remember unfolded. */
export async function unfold(part: Locator): Promise<void> {
  const heading = part.locator('h3 button');
  if ((await heading.getAttribute('aria-expanded')) === 'false') {
    await heading.click();
  }
}

/** Everything that a script, an extension or a person at the screen can find a secret in. */
export async function exposed(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const parts: string[] = [];
    for (const node of document.querySelectorAll('[class*="RemoteIDE"]')) {
      parts.push(node.outerHTML);
    }
    for (const input of document.querySelectorAll<HTMLInputElement>(
      'input, textarea'
    )) {
      parts.push(input.value);
    }
    parts.push(
      JSON.stringify(Object.entries(localStorage)),
      JSON.stringify(Object.entries(sessionStorage))
    );
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => {
          resolve(request.result);
        };
        request.onerror = () => {
          reject(new Error(name));
        };
      });
      for (const store of database.objectStoreNames) {
        const rows = database.transaction(store).objectStore(store).getAll();
        await new Promise(resolve => (rows.onsuccess = resolve));
        parts.push(JSON.stringify(rows.result));
      }
      database.close();
    }
    return parts.join('\n');
  });
}
