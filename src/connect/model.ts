import { type ISignal, Signal } from '@lumino/signaling';

import { type IProblem, ProblemError, problemOf } from '../core/result';
import type { Existing, ILifetimes } from '../contract';
import type { IApiTokensModel, IConnection, ISessionModel } from '../tokens';
import { type Ended, HeldTokens, type IHeld } from './held';
import {
  addressOf,
  type Ask,
  type IFacts,
  type IRecipe,
  type Access,
  accessOf
} from './types';

interface IPasted {
  readonly secret: string;
  readonly isBroad: boolean;
}

/** What clients are given to get in here. */
export class ConnectModel {
  readonly #options: ConnectModel.IOptions;

  constructor(options: ConnectModel.IOptions) {
    this.#options = options;
    this.#tokens = new HeldTokens(options.apiTokens);
    options.apiTokens.changed.connect(this.#onChanged, this);
    options.session.status.changed.connect(this.#onStatus, this);
  }

  /** For what is asked only where a person asks for it. */
  readonly ask: Ask = path => this.#options.connection.client.request(path);

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  /** For what is loaded later. */
  get connection(): IConnection {
    return this.#options.connection;
  }

  get access(): Access {
    const { data, problem } = this.#options.session.status;
    return accessOf(data, problem, this.#pageToken !== '');
  }

  /** What recipes may do differently from site to site; as far as the server has told it. */
  get facts(): IFacts {
    const { connection, session, href, hubRoot } = this.#options;
    const hub = session.status.data?.hub ?? null;
    return {
      address: addressOf(connection.client.serverSettings.baseUrl, href),
      wantsToken: this.access.kind !== 'open',
      isHub: hub !== null,
      isMade: this.access.kind === 'make',
      isTokenInUrl: hub?.token_in_url ?? null,
      hubAddress: hubRoot && addressOf(hubRoot, href),
      user: hub?.user ?? '',
      isWindows: /Windows/.test(navigator.userAgent)
    };
  }

  /** What this site allows; null until the server has said it. */
  get lifetimes(): ILifetimes | null {
    return this.#options.apiTokens.lifetimes;
  }

  /** Of the tokens made next, in seconds; null where only the server knows it yet. */
  get lifetime(): number | null {
    return this.#lifetime ?? this.lifetimes?.default ?? null;
  }

  choose(seconds: number): void {
    this.#lifetime = Math.max(60, Math.round(seconds));
    this.#changed.emit();
  }

  /** Whether a token is being made for a client, by its id. */
  isBusy(client: string): boolean {
    return this.#pressed.has(client);
  }

  /** What the last press for a client ran into. */
  problem(client: string): IProblem | null {
    return this.#problems.get(client) ?? null;
  }

  /** The token this page holds for a client, as long as it works. */
  held(client: string): IHeld | null {
    return this.#tokens.shown(client);
  }

  /** Why what the last press for a client copied opens nothing any more. */
  ended(client: string): Ended | null {
    return this.access.kind === 'make' ? this.#tokens.ended(client) : null;
  }

  /** Whether a press gave out what a client needs, and it still works. */
  isGiven({ id }: IRecipe, hasSecret: boolean): boolean {
    return hasSecret && this.access.kind === 'make'
      ? this.#tokens.get(id) !== null
      : this.#given.has(id);
  }

  /** What may be done with the token that was pasted and is copied now; null where the page's own is. */
  get pasted(): 'narrow' | 'broad' | null {
    return this.#pasted && (this.#pasted.isBroad ? 'broad' : 'narrow');
  }

  /**
   * From now on a press copies this token of the hub's page, unless another was pasted or it was dropped meanwhile.
   *
   * @returns whether it does
   * @throws ProblemError with why it would not work
   */
  async paste(secret: string): Promise<boolean> {
    this.forget();
    const asked = (this.#asked = {});
    const { is_broad } = await this.#options.apiTokens.checkPasted(secret);
    const isLast = this.#asked === asked;
    if (isLast) {
      this.#take({ secret, isBroad: is_broad });
    }
    return isLast;
  }

  /** Drops what was pasted. */
  forget(): void {
    this.#asked = null;
    this.#take(null);
  }

  /** The secret to show after a press; empty where there is none. */
  secret(client: string): string {
    switch (this.access.kind) {
      case 'make':
        return this.#tokens.get(client)?.secret ?? '';
      case 'page':
        return this.#pasted?.secret ?? this.#pageToken;
      default:
        return '';
    }
  }

  /**
   * The first piece for a client. If there is a secret in it or in another piece: with a new token where the page
   * holds none that works and was made for the chosen lifetime. Presses for one client that overlap are one.
   *
   * @param existing - a new token in any case, and what becomes of those that this browser has
   * @throws ProblemError; with `apitoken-exists` where one is in use that this page cannot show again
   */
  press(recipe: IRecipe, existing: Existing | null = null): Promise<string> {
    const { id } = recipe;
    let pressed = this.#pressed.get(id);
    if (pressed === undefined) {
      pressed = this.#press(recipe, existing).finally(() => {
        this.#pressed.delete(id);
        this.#changed.emit();
      });
      this.#pressed.set(id, pressed);
      this.#problems.delete(id);
      this.#changed.emit();
    }
    return pressed;
  }

  async #press(recipe: IRecipe, existing: Existing | null): Promise<string> {
    const lifetime = this.#lifetime; // as it is at the press
    try {
      await this.#options.session.ready();
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
        (existing !== null ||
          !this.#isAsLongAs(recipe.id, lifetime) ||
          !(await this.#tokens.stands(recipe.id)))
      ) {
        await this.#tokens.make(recipe, lifetime, existing ?? 'ask');
      }
      this.#given.add(recipe.id);
      return pieces[0].text(this.secret(recipe.id));
    } catch (error) {
      this.#problems.set(recipe.id, problemOf(error));
      throw error;
    }
  }

  #isAsLongAs(client: string, lifetime: number | null): boolean {
    const held = this.#tokens.get(client);
    const usual = this.lifetimes?.default ?? null;
    return held !== null && (held.lifetime ?? usual) === (lifetime ?? usual);
  }

  /** What was copied before was something else. */
  #take(pasted: IPasted | null): void {
    if (this.#pasted !== pasted) {
      this.#pasted = pasted;
      this.#given.clear();
      this.#changed.emit();
    }
  }

  get #pageToken(): string {
    return this.#options.connection.client.serverSettings.token;
  }

  /** What presses ran into while the server was out of reach is over when it answers again. */
  #onStatus({ problem }: ISessionModel['status']): void {
    if (this.#wasLost && problem === null) {
      this.#problems.clear();
    }
    this.#wasLost = problem !== null;
    this.#onChanged();
  }

  #onChanged(): void {
    this.#changed.emit();
  }

  readonly #tokens: HeldTokens;
  readonly #pressed = new Map<string, Promise<string>>();
  readonly #given = new Set<string>();
  readonly #problems = new Map<string, IProblem>();
  /** As the user chose it. */
  #lifetime: number | null = null;
  #pasted: IPasted | null = null;
  /** Stands for the last one that was pasted. */
  #asked: object | null = null;
  #wasLost = false;
  #changed = new Signal<this, void>(this);
}

export namespace ConnectModel {
  export interface IOptions {
    readonly connection: IConnection;
    readonly session: ISessionModel;
    readonly apiTokens: IApiTokensModel;
    /** The address of this page, which knows the public origin. */
    readonly href: string;
    /** Where the hub is, as the page knows it; null where there is none. */
    readonly hubRoot: string | null;
  }
}
