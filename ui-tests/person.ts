// What a person does, counted: clicks, choices, copies and pastes, in all pages of a browser.
import type { BrowserContext, Page } from '@playwright/test';

import { appendFileSync } from 'node:fs';

import { expect } from './plain';
import { connectVSCode } from './programs';

/**
 * Those in VS Code, after the copy: “Select Kernel”, “Existing Jupyter Server...”, Enter for the URL, Enter for its
 * name, the kernel. Its own steps, from its documentation; no test can press them.
 */
const IN_VS_CODE = 5;

/** Counts what a person does in all pages of the browser, the dance to its windows left out. */
class Person {
  actions = 0;
  typed = 0;

  constructor(readonly context: BrowserContext) {}

  async watch(): Promise<void> {
    await this.context.exposeBinding('personDid', (_, what: string) => {
      if (what === 'typed') {
        this.typed += 1;
      } else {
        this.actions += 1;
      }
    });
    const listen = () => {
      const told = (what: string) => {
        (window as unknown as { personDid: (w: string) => void }).personDid(
          what
        );
      };
      for (const type of ['pointerdown', 'paste', 'copy', 'change']) {
        window.addEventListener(
          type,
          event => {
            // A choice in a list is one, and the press that opens it is none.
            const isList = event.target instanceof HTMLSelectElement;
            // Playwright chooses by script.
            if (isList ? type === 'change' : event.isTrusted) {
              if (isList || type !== 'change') {
                told(type);
              }
            }
          },
          true
        );
      }
      window.addEventListener(
        'keydown',
        event => {
          if (event.isTrusted && event.key.length === 1 && !event.ctrlKey) {
            told('typed');
          }
        },
        true
      );
    };
    await this.context.addInitScript(listen);
    for (const page of this.context.pages()) {
      await page.evaluate(listen);
    }
  }
}

/** From now on. */
export async function watchPerson(page: Page): Promise<Person> {
  const person = new Person(page.context());
  await person.watch();
  return person;
}

/** What stands in the clipboard opens the server, after so many actions up to a running cell in VS Code. */
export async function reached(
  page: Page,
  person: Person,
  way: string,
  actions: number
) {
  const text = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(text).toContain('?token=');
  expect(await connectVSCode(await text())).toMatchObject({ ok: true });
  const counted = {
    way,
    actions: person.actions + IN_VS_CODE,
    typed: person.typed
  };
  if (process.env.ACTIONS_FILE) {
    appendFileSync(process.env.ACTIONS_FILE, `${JSON.stringify(counted)}\n`); // bench/actions.py
  }
  expect(counted).toEqual({ way, actions, typed: 0 });
}
