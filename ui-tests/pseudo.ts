// A language in which every message of ours is «itself»: whatever else a page shows is not translated.
import { execFileSync } from 'node:child_process';
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

import { own, PYTHON } from './programs';
import type { IRig } from './server';

const ROOT = dirname(__dirname);
const SOURCES = join(ROOT, 'src');
/** One that JupyterLab and browsers take for a language, of which no pack is installed; its dates are all numbers. */
export const LOCALE = 'fi';
const PACKAGE = `jupyterlab_language_pack_${LOCALE}`;
const MESSAGES = `${PACKAGE}/locale/${LOCALE}/LC_MESSAGES/jupyterlab_remote_ide`;
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
  put(`${MESSAGES}.json`, messages);
  execFileSync(PYTHON, [
    join(__dirname, 'pseudo.py'),
    join(ROOT, 'schema'),
    join(folder, `${MESSAGES}.mo`)
  ]);
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
 * @param within - one element or several
 * @param names - what is nobody's to translate: titles, programs; a pattern is a global one
 * @param others - selector of what others have written, or what is to be typed as it stands
 */
export async function untranslated(
  within: Locator,
  names: Names = [],
  others = 'pre, code'
): Promise<string[]> {
  await within.first().waitFor({ timeout: 30_000 });
  const texts = await within.evaluateAll((roots, skipped) => {
    const found: string[] = [];
    // The options of a list that is closed have no place of their own.
    const isSeen = (node: Element) =>
      node.closest(`${skipped}, mark`) === null &&
      (node.closest('select') ?? node).checkVisibility();
    for (const root of roots) {
      for (const node of [root, ...root.querySelectorAll('*')]) {
        if (!isSeen(node)) {
          continue;
        }
        // There may be a link in the middle of a message, and what was searched for is marked.
        const own = [...node.childNodes].filter(
          one => one instanceof Text || one.nodeName === 'MARK'
        );
        found.push(own.map(one => one.textContent).join(''));
        for (const name of ['aria-label', 'title', 'alt', 'placeholder']) {
          found.push(node.getAttribute(name) ?? '');
        }
      }
    }
    return found;
  }, others);
  return outside(texts, names);
}

export type Names = readonly (string | RegExp)[];

/** What of texts stands outside of every message, without names. */
export function outside(texts: readonly string[], names: Names): string[] {
  return texts
    .map(text => {
      let before;
      do {
        before = text;
        text = text.replace(/«[^«»]*»/g, '');
      } while (text !== before);
      return names
        .reduce<string>((left, name) => left.replaceAll(name, ''), text)
        .trim();
    })
    .filter(text => /\p{L}{2}/u.test(text));
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
