import type { TranslationBundle } from '@jupyterlab/translation';

import { array, record, shape, string } from '../core/decode';
import type { Ask } from './server';

/** Longer than this nobody shall wait for words. */
const PATIENCE = 3_000;

/** `GET language`: the language that JupyterLab speaks, and our messages in it, singular first. */
export interface ILanguage {
  readonly locale: string;
  readonly messages: Record<string, string[]>;
}

export const language = shape<ILanguage>({
  locale: string,
  messages: record(array(string))
});

/** The words of JupyterLab's language; English where it has none of ours, or where the server does not say. */
export async function loadWords(ask: Ask): Promise<TranslationBundle> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>(resolve => {
    timer = setTimeout(resolve, PATIENCE, null);
  });
  try {
    const reply = await Promise.race([ask('language'), late]);
    if (reply !== null) {
      const { locale, messages } = language(reply);
      document.documentElement.lang = locale.replace('_', '-');
      return new Messages(messages);
    }
  } catch {
    // English it is.
  } finally {
    clearTimeout(timer);
  }
  return new Messages({});
}

/**
 * What JupyterLab's own bundle does, which cannot be had without half of JupyterLab. Of several forms the first stands
 * for one, the last for more: others need a rule that is only told as a program, and these pages count only the lines
 * that a log leaves out.
 */
export class Messages implements TranslationBundle {
  readonly #messages: Record<string, readonly string[]>;

  constructor(messages: Record<string, readonly string[]>) {
    this.#messages = messages;
  }

  __(msgid: string, ...args: unknown[]): string {
    return this.#find('', msgid, '', 1, args);
  }

  _n(msgid: string, plural: string, n: number, ...args: unknown[]): string {
    return this.#find('', msgid, plural, n, [n, ...args]);
  }

  _p(context: string, msgid: string, ...args: unknown[]): string {
    return this.#find(context, msgid, '', 1, args);
  }

  _np(
    context: string,
    msgid: string,
    plural: string,
    n: number,
    ...args: unknown[]
  ): string {
    return this.#find(context, msgid, plural, n, [n, ...args]);
  }

  dcnpgettext(
    _domain: string,
    context: string,
    msgid: string,
    plural: string,
    n: number,
    ...args: unknown[]
  ): string {
    return this.#find(context, msgid, plural, n, plural ? [n, ...args] : args);
  }

  /** `%1` is the first argument, `%%` a percent sign. */
  #find(
    context: string,
    msgid: string,
    plural: string,
    n: number,
    args: readonly unknown[]
  ): string {
    const key = context === '' ? msgid : `${context}\u0004${msgid}`;
    const known = Object.hasOwn(this.#messages, key) ? this.#messages[key] : [];
    const forms = known?.length ? known : [msgid, plural];
    const form = plural === '' || n === 1 ? forms[0] : forms.at(-1);
    return (form ?? msgid).replace(/%(%|\d+)/g, (_, what: string) =>
      what === '%' ? '%' : String(args[Number(what) - 1])
    );
  }

  readonly gettext = this.__;
  readonly ngettext = this._n;
  readonly pgettext = this._p;
  readonly npgettext = this._np;
}
