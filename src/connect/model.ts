import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { type IProblem, ProblemError, problemOf } from '../core/result';
import type { ILifetimes } from '../contract';
import type { IApiTokensModel, IConnection, ISessionModel } from '../tokens';
import { HeldTokens, type IHeld } from './held';
import {
  addressOf,
  type IFacts,
  type IRecipe,
  type Access,
  accessOf
} from './types';

/** What clients are given to get in here. */
export class ConnectModel implements IDisposable {
  constructor(private readonly _options: ConnectModel.IOptions) {
    this._tokens = new HeldTokens(_options.apiTokens);
    _options.apiTokens.changed.connect(this._onChanged, this);
    _options.session.status.changed.connect(this._onStatus, this);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  get access(): Access {
    const { data, problem } = this._options.session.status;
    return accessOf(data, problem, this._pageToken !== '');
  }

  /** What recipes may do differently from site to site; as far as the server has told it. */
  get facts(): IFacts {
    const { connection, session, href } = this._options;
    const hub = session.status.data?.hub ?? null;
    return {
      address: addressOf(connection.client.serverSettings.baseUrl, href),
      wantsToken: this.access.kind !== 'open',
      isHub: hub !== null,
      isTokenInUrl: hub?.token_in_url ?? false
    };
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

  /** Whether a token is being made for a client, by its id. */
  isBusy(client: string): boolean {
    return this._pressed.has(client);
  }

  /** What the last press for a client ran into. */
  problem(client: string): IProblem | null {
    return this._problems.get(client) ?? null;
  }

  /** The token this page holds for a client, as long as it works. */
  held(client: string): IHeld | null {
    const held = this._tokens.get(client);
    return (
      held && {
        expiresAt: held.expiresAt,
        lifetime: held.lifetime,
        isClamped: held.isClamped
      }
    );
  }

  /** The secret to show after a press; empty where there is none. */
  secret(client: string): string {
    switch (this.access.kind) {
      case 'make':
        return this._tokens.get(client)?.secret ?? '';
      case 'page':
        return this._pageToken;
      default:
        return '';
    }
  }

  /**
   * The first piece for a client. If there is a secret in it or in another piece: with a new token where the page
   * holds none that works and was made for the chosen lifetime. Presses for one client that overlap are one.
   *
   * @param isNew - whether to make a new token in any case
   * @throws ProblemError
   */
  press(recipe: IRecipe, isNew = false): Promise<string> {
    const { id } = recipe;
    let pressed = this._pressed.get(id);
    if (pressed === undefined) {
      pressed = this._press(recipe, isNew).finally(() => {
        this._pressed.delete(id);
        this._changed.emit();
      });
      this._pressed.set(id, pressed);
      this._problems.delete(id);
      this._changed.emit();
    }
    return pressed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._tokens.clear();
      Signal.clearData(this);
    }
  }

  private async _press(recipe: IRecipe, isNew: boolean): Promise<string> {
    const lifetime = this._lifetime; // as it is at the press
    try {
      await this._options.session.ready();
      const { facts, access } = this;
      const pieces = recipe.pieces(facts);
      const hasSecret = pieces.some(piece => piece.isSecret);
      const denial =
        recipe.needs(facts) ??
        (hasSecret && access.kind === 'none' ? access.reason : null);
      if (denial !== null) {
        throw new ProblemError({ status: 403, reason: denial });
      }
      if (
        hasSecret &&
        access.kind === 'make' &&
        (isNew ||
          !this._isAsLongAs(recipe.id, lifetime) ||
          !(await this._tokens.stands(recipe.id)))
      ) {
        await this._tokens.make(recipe, lifetime);
      }
      return pieces[0].text(this.secret(recipe.id));
    } catch (error) {
      this._problems.set(recipe.id, problemOf(error));
      throw error;
    }
  }

  private _isAsLongAs(client: string, lifetime: number | null): boolean {
    const held = this._tokens.get(client);
    const usual = this.lifetimes?.default ?? null;
    return held !== null && (held.lifetime ?? usual) === (lifetime ?? usual);
  }

  private get _pageToken(): string {
    return this._options.connection.client.serverSettings.token;
  }

  /** What presses ran into while the server was out of reach is over when it answers again. */
  private _onStatus({ problem }: ISessionModel['status']): void {
    if (this._wasLost && problem === null) {
      this._problems.clear();
    }
    this._wasLost = problem !== null;
    this._onChanged();
  }

  private _onChanged(): void {
    this._changed.emit();
  }

  private readonly _tokens: HeldTokens;
  private readonly _pressed = new Map<string, Promise<string>>();
  private readonly _problems = new Map<string, IProblem>();
  /** As the user chose it. */
  private _lifetime: number | null = null;
  private _wasLost = false;
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
