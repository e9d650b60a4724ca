import type { IHub } from '../contract';
import { DAY, hubScope, type IRecipe } from './types';

/** In s: longer is no better, and a hub's page offers it. */
const LIFETIME = 7 * DAY;

/** The hub's page, for this server. */
export interface ITokenPage {
  /** What is to stand in its “Permissions”. */
  readonly scopes: string;
  readonly url: string;
}

export function tokenPageOf(
  hub: IHub,
  page: string,
  { name: note, access }: IRecipe
): ITokenPage {
  const scopes = hubScope(hub.user, hub.server_name, access);
  // Read by hubs whose page was told to (docs/operators/hub.md), left alone by all others.
  const filled = new URLSearchParams({
    ...{ note, scopes },
    expires_in: String(LIFETIME)
  });
  return { scopes, url: `${page}#${filled.toString()}` };
}

/** In a window of its own, so that the steps stay in view beside it. */
export function openBeside(url: string): void {
  const place = `width=720,height=760,left=${window.screenX + 320}`;
  window.open(url, '_blank', `popup,noopener,${place}`);
}
