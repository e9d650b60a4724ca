// A language in which every message of ours is «itself»: whatever else a page shows is not translated.
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import type { Locator } from '@playwright/test';
import * as ts from 'typescript';

import { own } from './programs';
import type { IRig } from './server';

const SOURCES = join(dirname(__dirname), 'src');
/** One that JupyterLab takes for a language, and of which no pack is installed. */
const LOCALE = 'eo';
const PACKAGE = `jupyterlab_language_pack_${LOCALE}`;
const SETTINGS = '.jupyter/lab/user-settings/@jupyterlab/translation-extension';

/** How many of its arguments are context, and how many are forms of the message. */
const CALLS: Readonly<
  Record<string, readonly [context: number, forms: number]>
> = { __: [0, 1], _n: [0, 2], _p: [1, 1], _np: [1, 2] };

export interface IPseudoLanguage {
  /** For the server: there is one more language pack. */
  readonly env: Record<string, string>;
  remove: () => void;
}

/** Makes the language pack, as if it were installed. */
export function pseudoLanguage(): IPseudoLanguage {
  const folder = mkdtempSync(join(tmpdir(), 'language-'));
  const put = (name: string, text: string) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  const messages = JSON.stringify(catalog());
  put(`${PACKAGE}/__init__.py`, '');
  put(
    `${PACKAGE}/locale/${LOCALE}/LC_MESSAGES/jupyterlab_remote_ide.json`,
    messages
  );
  const about = `${PACKAGE}-1.dist-info`;
  put(
    `${about}/METADATA`,
    `Metadata-Version: 2.1\nName: ${PACKAGE}\nVersion: 1\n`
  );
  put(
    `${about}/entry_points.txt`,
    `[jupyterlab.languagepack]\n${LOCALE} = ${PACKAGE}\n`
  );
  chmodSync(folder, 0o755); // the server runs as somebody else
  return {
    env: { PYTHONPATH: folder },
    remove: () => {
      rmSync(folder, { recursive: true });
    }
  };
}

/** Chooses it, as the language menu does. */
export function choose(rig: IRig): void {
  const folder = join(rig.home, SETTINGS);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'plugin.jupyterlab-settings'),
    JSON.stringify({ locale: LOCALE })
  );
  own(rig, join(rig.home, '.jupyter'));
}

/**
 * What is seen, read aloud or shown by a tooltip, and stands in no message of ours.
 *
 * @param names - what is nobody's to translate: titles, programs
 * @param others - selector of what others have written: logs, an app's own page
 */
export async function untranslated(
  within: Locator,
  names: readonly string[] = [],
  others = 'pre'
): Promise<string[]> {
  const texts = await within.evaluate((root, skipped) => {
    const found: string[] = [];
    const isSeen = (node: Element) =>
      node.closest(skipped) === null && node.checkVisibility();
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (parent && isSeen(parent)) {
        found.push(walker.currentNode.textContent ?? '');
      }
    }
    for (const node of [root, ...root.querySelectorAll('*')]) {
      for (const name of ['aria-label', 'title', 'alt', 'placeholder']) {
        if (isSeen(node)) {
          found.push(node.getAttribute(name) ?? '');
        }
      }
    }
    return found;
  }, others);
  return texts
    .map(text => rest(text, names))
    .filter(text => /\p{L}{2}/u.test(text));
}

/** What stands outside of every message, without names. */
function rest(text: string, names: readonly string[]): string {
  let before;
  do {
    before = text;
    text = text.replace(/«[^«»]*»/g, '');
  } while (text !== before);
  return names.reduce((left, name) => left.replaceAll(name, ''), text).trim();
}

/** Every message of the sources, in the form in which JupyterLab's language packs hold it. */
function catalog(): Record<string, unknown> {
  const messages: Record<string, unknown> = {
    '': {
      domain: 'jupyterlab_remote_ide',
      language: LOCALE,
      plural_forms: 'nplurals=2; plural=(n != 1);',
      version: '1'
    }
  };
  const add = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression)
    ) {
      const call = CALLS[node.expression.name.text];
      const texts = node.arguments.map(one =>
        ts.isStringLiteralLike(one) ? one.text : ''
      );
      if (call && texts[0]) {
        const [context, forms] = call;
        const key = texts.slice(0, context + 1).join('\u0004');
        messages[key] = texts
          .slice(context, context + forms)
          .map(form => `«${form}»`);
      }
    }
    ts.forEachChild(node, add);
  };
  for (const name of readdirSync(SOURCES, {
    recursive: true,
    encoding: 'utf8'
  })) {
    if (/\.tsx?$/.test(name) && !name.includes('__tests__')) {
      const text = readFileSync(join(SOURCES, name), 'utf8');
      add(ts.createSourceFile(name, text, ts.ScriptTarget.Latest));
    }
  }
  return messages;
}
