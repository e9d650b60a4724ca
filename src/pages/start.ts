import type { TranslationBundle } from '@jupyterlab/translation';

import type { IApp } from '../apps/types';
import { installWords, lossWords, releaseWords } from '../apps/words';
import { type IProblem, problemOf } from '../core/result';
import type { IStartData } from './data';
import { FollowedApp } from './followed';
import { LogBox } from './logbox';
import {
  countsSeconds,
  firstOffer,
  isBusy,
  isThere,
  type Offer,
  otherOffers,
  type Verb
} from './offers';
import { part, showBack } from './parts';
import type { IPageServer } from './server';
import { problemWords, statusWords } from './sentences';

/** One that was served although it was thought to run: a moment's patience, so that a flapping program makes no storm. */
const PATIENCE = 1500;
/** Nobody reads in the first second, and until then the program needs the processor. */
const UNREAD = 1000;
/** What the server says of a visitor, not of the app. */
const DENIALS: readonly (string | null)[] = [
  'not-owner',
  'ide-token',
  'cross-site'
];

/** What one sees while an app does not answer: what goes on, what may be done, its log. */
export class StartPage {
  /** @param reload - shows what stands at this address by now */
  readonly #data: IStartData;
  readonly #trans: TranslationBundle;
  readonly #server: IPageServer;
  readonly #reload: () => void;

  constructor(
    data: IStartData,
    trans: TranslationBundle,
    server: IPageServer,
    reload: () => void
  ) {
    this.#data = data;
    this.#trans = trans;
    this.#server = server;
    this.#reload = reload;
    const { app, now } = data;
    this.#skew = this.#began - now * 1000;
    this.#app = new FollowedApp(server, app);
    this.#log = new LogBox(
      trans,
      server.ask,
      app.name,
      part('log', 'pre'),
      isFilled => {
        part('logs', 'section').hidden = !isFilled;
      }
    );
    part('log-heading', 'h2').textContent = trans.__('Log');
    showBack(trans);
    this.#first.addEventListener('click', () => {
      const offer = firstOffer(trans, this.#row);
      if (offer !== null && 'verb' in offer) {
        void this.#act(offer.verb);
      }
    });
  }

  start(): void {
    this.#app.changed.connect(this.#draw, this);
    this.#server.watch.stateChanged.connect(this.#draw, this);
    this.#draw();
    this.#app.follow();
    setInterval(() => {
      this.#tick();
    }, 1000);
    document.addEventListener('visibilitychange', () => {
      this.#tick();
    });
    // Without word of who asks (http on a name): a page by itself is a person's.
    const isAlone = window.top === window && !isPrerendered(document);
    if (this.#data.app.reason === 'cross-site' && isAlone) {
      void this.#act('start');
    }
  }

  /** As the server tells it to everybody, but for what this visitor was denied. */
  get #row(): IApp {
    const { row } = this.#app;
    const { reason } = this.#data.app;
    return row.state === 'stopped' && DENIALS.includes(reason)
      ? { ...row, reason }
      : row;
  }

  #draw(): void {
    const row = this.#row;
    const state = `${row.state}/${row.reason ?? ''}`;
    if (state !== this.#drawn) {
      this.#drawn = state;
      this.#isAsked = this.#first.disabled = false;
    }
    part('words', 'main').dataset.state = row.state;
    setText(part('status', 'p'), statusWords(this.#trans, row));
    const hint = row.install_hint;
    setText(part('hint', 'p'), hint ? installWords(this.#trans, hint) : '');
    part('spinner', 'span').hidden = !(isBusy(row) || row.state === 'running');
    this.#drawProblem();
    this.#drawOffers();
    this.#refocus();
    this.#tick();
    if (isThere(row, this.#data.app) && !this.#isLeaving) {
      this.#isLeaving = true;
      const { state: begun } = this.#data.app;
      const least = begun === 'running' || begun === 'external' ? PATIENCE : 0;
      setTimeout(this.#reload, Math.max(0, this.#began + least - Date.now()));
    }
  }

  #drawProblem(): void {
    const problem = this.#problem ?? this.#app.problem;
    const box = part('problem', 'p');
    box.hidden = problem === null;
    setText(
      box,
      problem === null ? '' : problemWords(this.#trans, problem, this.#row)
    );
  }

  #drawOffers(): void {
    const trans = this.#trans;
    const first = firstOffer(trans, this.#row);
    this.#first.hidden = first === null || this.#isAsked;
    this.#first.textContent = first?.label ?? '';
    const others = otherOffers(trans, this.#row, this.#isAsked);
    const key = JSON.stringify(others);
    const box = part('more', 'span');
    if (box.dataset.key === key) {
      return;
    }
    const isHeld = box.contains(document.activeElement);
    box.dataset.key = key;
    box.replaceChildren(
      ...(this.#isAsked
        ? [question(releaseWords(trans, this.#row), lossWords(trans))]
        : []),
      ...others.map(offer => this.#element(offer))
    );
    if (isHeld) {
      const buttons = box.querySelectorAll('button');
      (buttons[buttons.length - 1] ?? this.#first).focus();
    }
  }

  #element(offer: Offer): HTMLElement {
    if ('href' in offer) {
      const link = document.createElement('a');
      link.href = offer.href;
      link.target = '_blank';
      link.rel = 'noopener';
      link.textContent = offer.label;
      return link;
    }
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'quiet';
    button.textContent = offer.label;
    button.addEventListener('click', () => {
      void this.#act(offer.verb);
    });
    if (this.#isAsked) {
      button.setAttribute('aria-describedby', 'question');
    }
    return button;
  }

  #tick(): void {
    const row = this.#row;
    const from =
      row.since === null ? this.#began : row.since * 1000 + this.#skew;
    const seconds = Math.max(0, Math.round((Date.now() - from) / 1000));
    setText(
      part('facts', 'p'),
      countsSeconds(row) ? this.#trans.__('%1 s', seconds) : ''
    );
    if (row.state !== 'starting' || Date.now() - this.#began >= UNREAD) {
      this.#log.follow(row.log_next);
    }
  }

  async #act(verb: Verb): Promise<void> {
    if (verb === 'reload') {
      this.#reload();
      return;
    }
    if (verb === 'ask' || verb === 'keep') {
      this.#isAsked = verb === 'ask';
      this.#drawOffers();
      return;
    }
    const actions = part('actions', 'div');
    const isHeld = actions.contains(document.activeElement);
    const buttons = actions.querySelectorAll('button');
    const disable = (isDisabled: boolean) => {
      buttons.forEach(button => (button.disabled = isDisabled));
    };
    const { reason, detail } = this.#row;
    const { pid, started } = detail ?? {};
    this.#problem = null;
    disable(true);
    try {
      await this.#app.act(verb, verb === 'release' ? { pid, started } : {});
      this.#isAsked = false;
      if (verb === 'show') {
        this.#show(reason === 'redirects-away');
      }
    } catch (error) {
      this.#problem = problemOf(error);
    }
    disable(false);
    this.#regains = isHeld;
    this.#draw();
  }

  /** What it leads to may refuse to stand in a frame. */
  #show(isAway: boolean): void {
    if (isAway && window.top !== window) {
      window.open(window.location.href, '_blank');
    } else {
      this.#reload();
    }
  }

  /** The button that had the focus may be hidden for a while. */
  #refocus(): void {
    const isFree = document.activeElement === document.body;
    if (this.#regains && !this.#first.hidden && isFree) {
      this.#first.focus();
      this.#regains = false;
    }
  }

  readonly #began = Date.now();
  /** How far this browser's clock is ahead, in ms. */
  readonly #skew: number;
  readonly #app: FollowedApp;
  readonly #log: LogBox;
  readonly #first = part('act', 'button');
  #problem: IProblem | null = null;
  #drawn = '';
  #isAsked = false;
  #isLeaving = false;
  #regains = false;
}

/** What is read aloud where it changes is not written anew where it does not. */
function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function question(...words: readonly string[]): HTMLElement {
  const element = document.createElement('span');
  element.id = 'question';
  element.textContent = words.join(' ');
  return element;
}

/** Drawn in advance by the browser, for nobody yet. */
function isPrerendered(page: Document): boolean {
  return 'prerendering' in page && page.prerendering === true;
}
