import type { IApiTokensModel } from '../tokens';
import type { IClient } from './types';

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

interface IHeldSecret extends IHeld {
  readonly id: string;
  readonly secret: string;
}

/** The tokens that this page made, one per client. Secrets live here, in memory, and end with the page. */
export class HeldTokens {
  constructor(private readonly _apiTokens: IApiTokensModel) {}

  /** The one of a client, by its id, as long as it works. */
  get(client: string): IHeldSecret | null {
    const held = this._held.get(client);
    return held !== undefined &&
      held.expiresAt > Date.now() &&
      this._apiTokens.isAlive(held.id)
      ? held
      : null;
  }

  /** Whether it still works; it may have been revoked in another tab. */
  async stands(client: string): Promise<boolean> {
    const held = this.get(client);
    if (held === null) {
      return false;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    await Promise.race([
      this._apiTokens.check(held.id),
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
  async make({ id, name }: IClient, lifetime: number | null): Promise<void> {
    const asked = Date.now();
    const { apitoken, secret, expires_at, clamped } =
      await this._apiTokens.create({
        recipe: id,
        note: name,
        ...(lifetime === null ? {} : { expires_in: lifetime })
      });
    // By the length of its life: the two clocks may differ.
    const life = (expires_at - apitoken.created_at) * 1000;
    this._held.set(id, {
      id: apitoken.id,
      secret,
      expiresAt: asked + life,
      lifetime,
      isClamped: clamped
    });
  }

  clear(): void {
    this._held.clear();
  }

  private readonly _held = new Map<string, IHeldSecret>();
}
