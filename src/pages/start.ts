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
  constructor(
    private readonly _data: IStartData,
    private readonly _trans: TranslationBundle,
    private readonly _server: IPageServer,
    private readonly _reload: () => void
  ) {
    const { app, now } = _data;
    this._skew = this._began - now * 1000;
    this._app = new FollowedApp(_server, app);
    this._log = new LogBox(
      _trans,
      _server.ask,
      app.name,
      part('log', 'pre'),
      isFilled => {
        part('logs', 'section').hidden = !isFilled;
      }
    );
    part('log-heading', 'h2').textContent = _trans.__('Log');
    showBack(_trans);
    this._first.addEventListener('click', () => {
      const offer = firstOffer(_trans, this._row);
      if (offer !== null && 'verb' in offer) {
        void this._act(offer.verb);
      }
    });
  }

  start(): void {
    this._app.changed.connect(this._draw, this);
    this._server.watch.stateChanged.connect(this._draw, this);
    this._draw();
    this._app.follow();
    setInterval(() => {
      this._tick();
    }, 1000);
    document.addEventListener('visibilitychange', () => {
      this._tick();
    });
    // Without word of who asks (http on a name): a page by itself is a person's.
    const isAlone = window.top === window && !isPrerendered(document);
    if (this._data.app.reason === 'cross-site' && isAlone) {
      void this._act('start');
    }
  }

  /** As the server tells it to everybody, but for what this visitor was denied. */
  private get _row(): IApp {
    const { row } = this._app;
    const { reason } = this._data.app;
    return row.state === 'stopped' && DENIALS.includes(reason)
      ? { ...row, reason }
      : row;
  }

  private _draw(): void {
    const row = this._row;
    const state = `${row.state}/${row.reason ?? ''}`;
    if (state !== this._drawn) {
      this._drawn = state;
      this._isAsked = this._first.disabled = false;
    }
    part('words', 'main').dataset.state = row.state;
    setText(part('status', 'p'), statusWords(this._trans, row));
    const hint = row.install_hint;
    setText(part('hint', 'p'), hint ? installWords(this._trans, hint) : '');
    part('spinner', 'span').hidden = !(isBusy(row) || row.state === 'running');
    this._drawProblem();
    this._drawOffers();
    this._refocus();
    this._tick();
    if (isThere(row, this._data.app) && !this._isLeaving) {
      this._isLeaving = true;
      const { state: begun } = this._data.app;
      const least = begun === 'running' || begun === 'external' ? PATIENCE : 0;
      setTimeout(this._reload, Math.max(0, this._began + least - Date.now()));
    }
  }

  private _drawProblem(): void {
    const problem = this._problem ?? this._app.problem;
    const box = part('problem', 'p');
    box.hidden = problem === null;
    setText(
      box,
      problem === null ? '' : problemWords(this._trans, problem, this._row)
    );
  }

  private _drawOffers(): void {
    const trans = this._trans;
    const first = firstOffer(trans, this._row);
    this._first.hidden = first === null || this._isAsked;
    this._first.textContent = first?.label ?? '';
    const others = otherOffers(trans, this._row, this._isAsked);
    const key = JSON.stringify(others);
    const box = part('more', 'span');
    if (box.dataset.key === key) {
      return;
    }
    const isHeld = box.contains(document.activeElement);
    box.dataset.key = key;
    box.replaceChildren(
      ...(this._isAsked
        ? [question(releaseWords(trans, this._row), lossWords(trans))]
        : []),
      ...others.map(offer => this._element(offer))
    );
    if (isHeld) {
      const buttons = box.querySelectorAll('button');
      (buttons[buttons.length - 1] ?? this._first).focus();
    }
  }

  private _element(offer: Offer): HTMLElement {
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
      void this._act(offer.verb);
    });
    if (this._isAsked) {
      button.setAttribute('aria-describedby', 'question');
    }
    return button;
  }

  private _tick(): void {
    const row = this._row;
    const from =
      row.since === null ? this._began : row.since * 1000 + this._skew;
    const seconds = Math.max(0, Math.round((Date.now() - from) / 1000));
    setText(
      part('facts', 'p'),
      countsSeconds(row) ? this._trans.__('%1 s', seconds) : ''
    );
    if (row.state !== 'starting' || Date.now() - this._began >= UNREAD) {
      this._log.follow(row.log_next);
    }
  }

  private async _act(verb: Verb): Promise<void> {
    if (verb === 'reload') {
      this._reload();
      return;
    }
    if (verb === 'ask' || verb === 'keep') {
      this._isAsked = verb === 'ask';
      this._drawOffers();
      return;
    }
    const actions = part('actions', 'div');
    const isHeld = actions.contains(document.activeElement);
    const buttons = actions.querySelectorAll('button');
    const disable = (isDisabled: boolean) => {
      buttons.forEach(button => (button.disabled = isDisabled));
    };
    const { reason, detail } = this._row;
    const { pid, started } = detail ?? {};
    this._problem = null;
    disable(true);
    try {
      await this._app.act(verb, verb === 'release' ? { pid, started } : {});
      this._isAsked = false;
      if (verb === 'show') {
        this._show(reason === 'redirects-away');
      }
    } catch (error) {
      this._problem = problemOf(error);
    }
    disable(false);
    this._regains = isHeld;
    this._draw();
  }

  /** What it leads to may refuse to stand in a frame. */
  private _show(isAway: boolean): void {
    if (isAway && window.top !== window) {
      window.open(window.location.href, '_blank');
    } else {
      this._reload();
    }
  }

  /** The button that had the focus may be hidden for a while. */
  private _refocus(): void {
    const isFree = document.activeElement === document.body;
    if (this._regains && !this._first.hidden && isFree) {
      this._first.focus();
      this._regains = false;
    }
  }

  private readonly _began = Date.now();
  /** How far this browser's clock is ahead, in ms. */
  private readonly _skew: number;
  private readonly _app: FollowedApp;
  private readonly _log: LogBox;
  private readonly _first = part('act', 'button');
  private _problem: IProblem | null = null;
  private _drawn = '';
  private _isAsked = false;
  private _isLeaving = false;
  private _regains = false;
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
