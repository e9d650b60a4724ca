import type { Existing } from '../contract';
import type { IApiTokensModel } from '../tokens';
import type { IRecipe } from './types';

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
  /** How many it was to replace and that could not be ended. */
  readonly notEnded: number;
  /** When its client was here last, in ms of the browser's clock. */
  readonly seenAt: number | null;
}

interface IHeldSecret extends Omit<IHeld, 'seenAt'> {
  readonly id: string;
  readonly secret: string;
}

/** Why what was copied opens nothing any more. */
export type Ended = 'revoked' | 'expired';

/** The tokens that this page made, one per client. Secrets live here, in memory, and end with the page. */
export class HeldTokens {
  readonly #apiTokens: IApiTokensModel;

  constructor(apiTokens: IApiTokensModel) {
    this.#apiTokens = apiTokens;
  }

  /** The one of a client, by its id, as long as it works. */
  get(client: string): IHeldSecret | null {
    return this.ended(client) === null
      ? (this.#held.get(client) ?? null)
      : null;
  }

  /** For a page: all but the secret. */
  shown(client: string): IHeld | null {
    const held = this.get(client);
    return (
      held && {
        expiresAt: held.expiresAt,
        lifetime: held.lifetime,
        isClamped: held.isClamped,
        notEnded: held.notEnded,
        seenAt: this.#apiTokens.seenAt(held.id)
      }
    );
  }

  /** What became of the last one of a client; null where it works, or there was none. */
  ended(client: string): Ended | null {
    const held = this.#held.get(client);
    if (held === undefined) {
      return null;
    }
    if (held.expiresAt <= Date.now()) {
      return 'expired';
    }
    return this.#apiTokens.isAlive(held.id) ? null : 'revoked';
  }

  /** Whether it still works; it may have been revoked in another tab. */
  async stands(client: string): Promise<boolean> {
    const held = this.get(client);
    if (held === null) {
      return false;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    await Promise.race([
      this.#apiTokens.check(held.id),
      new Promise(resolve => {
        timer = setTimeout(resolve, PATIENCE);
      })
    ]);
    clearTimeout(timer);
    return this.get(client) !== null;
  }

  /**
   * Makes one in place of what was held.
   *
   * @param lifetime - in seconds; null for the site's default
   * @throws ProblemError
   */
  async make(
    { id, name, access }: IRecipe,
    lifetime: number | null,
    existing: Existing
  ): Promise<void> {
    const asked = Date.now();
    const { apitoken, secret, expires_at, clamped, not_ended } =
      await this.#apiTokens.create({
        recipe: id,
        note: name,
        existing,
        ...(access && { access }),
        ...(lifetime === null ? {} : { expires_in: lifetime })
      });
    // By the length of its life: the two clocks may differ.
    const life = (expires_at - apitoken.created_at) * 1000;
    this.#held.set(id, {
      id: apitoken.id,
      secret,
      expiresAt: asked + life,
      lifetime,
      isClamped: clamped,
      notEnded: not_ended
    });
  }

  readonly #held = new Map<string, IHeldSecret>();
}
