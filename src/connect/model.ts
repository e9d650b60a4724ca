import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { type IProblem, ProblemError, problemOf } from '../core/result';
import type { ILifetimes } from '../apitokens/types';
import type { IApiTokensModel, IConnection, ISessionModel } from '../tokens';
import { connectionUrl, type Way, wayOf } from './types';

/** How long a press waits to hear whether the held token still stands, in ms. */
const PATIENCE = 1500;

/** A token that this page holds, without its secret. */
export interface IHeld {
  /** In ms of the browser's clock. */
  readonly expiresAt: number;
  /** What was asked for, in seconds; null for the site's default. */
  readonly lifetime: number | null;
  /** The site allowed less than was asked for. */
  readonly isClamped: boolean;
}

/** The connection URLs. Secrets live here, in memory, and end with the page. */
export class ConnectModel implements IDisposable {
  constructor(private readonly _options: ConnectModel.IOptions) {
    _options.apiTokens.changed.connect(this._onChanged, this);
    _options.session.status.changed.connect(this._onChanged, this);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** The address that clients get, without a token. */
  get address(): string {
    return this._url('');
  }

  get way(): Way {
    const { data, problem } = this._options.session.status;
    return wayOf(data, problem, this._pageToken !== '');
  }

  /** What this site allows; null until the server has said it. */
  get lifetimes(): ILifetimes | null {
    return this._options.apiTokens.lifetimes;
  }

  /** Of the tokens made next, in seconds; null where only the server knows it yet. */
  get lifetime(): number | null {
    return this._lifetime ?? this.lifetimes?.default ?? null;
  }

  choose(seconds: number): void {
    this._lifetime = Math.max(60, Math.round(seconds));
    this._changed.emit();
  }

  /** Whether a token is being made for a client. */
  isBusy(recipe: string): boolean {
    return this._pressed.has(recipe);
  }

  /** What the last press for a client ran into. */
  problem(recipe: string): IProblem | null {
    return this._problems.get(recipe) ?? null;
  }

  /** The token this page holds for a client, as long as it works. */
  held(recipe: string): IHeld | null {
    const held = this._alive(recipe);
    return (
      held && {
        expiresAt: held.expiresAt,
        lifetime: held.lifetime,
        isClamped: held.isClamped
      }
    );
  }

  /** The secret to show after a press; empty where there is none. */
  secret(recipe: string): string {
    switch (this.way.kind) {
      case 'make':
        return this._alive(recipe)?.secret ?? '';
      case 'page':
        return this._pageToken;
      default:
        return '';
    }
  }

  /** The connection URL to show after a press. */
  url(recipe: string): string {
    return this._url(this.secret(recipe));
  }

  /**
   * The connection URL for a client, with a new token where the page holds none that works and was made for the
   * chosen lifetime. Presses for one client that overlap are one.
   *
   * @param note - what to call a new token
   * @param isNew - whether to make a new token in any case
   * @throws ProblemError
   */
  press(recipe: string, note: string, isNew = false): Promise<string> {
    let pressed = this._pressed.get(recipe);
    if (pressed === undefined) {
      pressed = this._press(recipe, note, isNew).finally(() => {
        this._pressed.delete(recipe);
        this._changed.emit();
      });
      this._pressed.set(recipe, pressed);
      this._problems.delete(recipe);
      this._changed.emit();
    }
    return pressed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._held.clear();
      Signal.clearData(this);
    }
  }

  private async _press(
    recipe: string,
    note: string,
    isNew: boolean
  ): Promise<string> {
    const lifetime = this._lifetime; // as it is at the press
    try {
      await this._options.session.ready();
      const { way } = this;
      if (way.kind === 'none') {
        throw new ProblemError({ status: 403, reason: way.reason });
      }
      if (
        way.kind === 'make' &&
        (isNew ||
          !this._isAsLongAs(recipe, lifetime) ||
          !(await this._stands(recipe)))
      ) {
        await this._make(recipe, note, lifetime);
      }
      return this.url(recipe);
    } catch (error) {
      this._problems.set(recipe, problemOf(error));
      throw error;
    }
  }

  private _isAsLongAs(recipe: string, lifetime: number | null): boolean {
    const held = this._alive(recipe);
    const usual = this.lifetimes?.default ?? null;
    return held !== null && (held.lifetime ?? usual) === (lifetime ?? usual);
  }

  /** Whether the held token still works; it may have been revoked in another tab. */
  private async _stands(recipe: string): Promise<boolean> {
    const held = this._alive(recipe);
    if (held === null) {
      return false;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    await Promise.race([
      this._options.apiTokens.check(held.id),
      new Promise(resolve => {
        timer = setTimeout(resolve, PATIENCE);
      })
    ]);
    clearTimeout(timer);
    return this._alive(recipe) !== null;
  }

  private async _make(
    recipe: string,
    note: string,
    lifetime: number | null
  ): Promise<void> {
    const asked = Date.now();
    const { apitoken, secret, expires_at, clamped } =
      await this._options.apiTokens.create({
        recipe,
        note,
        ...(lifetime === null ? {} : { expires_in: lifetime })
      });
    // By the length of its life: the two clocks may differ.
    const life = (expires_at - apitoken.created_at) * 1000;
    this._held.set(recipe, {
      id: apitoken.id,
      secret,
      expiresAt: asked + life,
      lifetime,
      isClamped: clamped
    });
  }

  private _alive(recipe: string): Private.IHeldSecret | null {
    const held = this._held.get(recipe);
    return held !== undefined &&
      held.expiresAt > Date.now() &&
      this._options.apiTokens.isAlive(held.id)
      ? held
      : null;
  }

  private _url(apiToken: string): string {
    const { serverSettings } = this._options.connection.client;
    return connectionUrl(serverSettings.baseUrl, this._options.href, apiToken);
  }

  private get _pageToken(): string {
    return this._options.connection.client.serverSettings.token;
  }

  private _onChanged(): void {
    this._changed.emit();
  }

  private readonly _held = new Map<string, Private.IHeldSecret>();
  private readonly _pressed = new Map<string, Promise<string>>();
  private readonly _problems = new Map<string, IProblem>();
  /** As the user chose it. */
  private _lifetime: number | null = null;
  private _isDisposed = false;
  private _changed = new Signal<this, void>(this);
}

export namespace ConnectModel {
  export interface IOptions {
    readonly connection: IConnection;
    readonly session: ISessionModel;
    readonly apiTokens: IApiTokensModel;
    /** The address of this page, which knows the public origin. */
    readonly href: string;
  }
}

namespace Private {
  export interface IHeldSecret extends IHeld {
    readonly id: string;
    readonly secret: string;
  }
}
