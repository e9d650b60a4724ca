import type { ILifetimes } from '../apitokens/types';
import type { IProblem } from '../core/result';
import type { IStatus } from '../session/types';

/** What a recipe needs of a translation bundle. */
export interface ITrans {
  readonly __: (text: string, ...values: string[]) => string;
}

/** What a recipe may word differently from site to site. */
export interface IFacts {
  /** The address that clients get, without a token. */
  readonly address: string;
  readonly isHub: boolean;
  /** Whether clients that send the token only in the URL reach kernels. */
  readonly isTokenInUrl: boolean;
}

/** A line that people must put somewhere, such as into `.gitignore`. */
export interface ILineToCopy {
  readonly text: string;
  readonly line: string;
}

/** One program on the user's computer and how it is connected. */
export interface IRecipe {
  /** A slug, kept as the label of its tokens. */
  readonly id: string;
  /** The program's name; names are not translated. */
  readonly name: string;
  /** The primary button's accessible name. */
  readonly copyLabel: (trans: ITrans) => string;
  readonly install: {
    readonly href: string;
    readonly label: (trans: ITrans) => string;
  } | null;
  /** At most four, in the program's own words of today. */
  readonly steps: (trans: ITrans) => string[];
  /** What may go wrong here, only what applies. */
  readonly caveats: (trans: ITrans, facts: IFacts) => string[];
  /** Whether URL and token are offered apart as well. */
  readonly isSplit: boolean;
  readonly lineToCopy: ((trans: ITrans) => ILineToCopy) | null;
}

/**
 * The string to paste into an IDE: `<origin><base URL>?token=…`, the base URL with its final slash.
 *
 * @param base - absolute, or below `href`; taken over as it is encoded
 * @param href - the address of this page, which knows the public origin
 * @param apiToken - empty where the server wants none
 */
export function connectionUrl(
  base: string,
  href: string,
  apiToken: string
): string {
  const { origin, pathname } = new URL(base, href);
  const path = pathname.endsWith('/') ? pathname : `${pathname}/`;
  const query = apiToken === '' ? '' : `?token=${encodeURIComponent(apiToken)}`;
  return origin + path + query;
}

/** What stands for a token while it is masked; the same for every token. */
export const MASK = '••••••••';

/** The connection URL with nothing of its token in it. */
export function maskedUrl(address: string): string {
  return `${address}?token=${MASK}`;
}

/** The characters of a path that VS Code's Jupyter extension un-escapes, so that the proxy finds no such server. */
export function hasMangledName(address: string): boolean {
  return /[+()']|%2B|%28|%29|%27/i.test(new URL(address).pathname);
}

/** Whether an address leads to the computer of whoever opens it. */
export function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return (
    hostname === 'localhost' ||
    hostname === '[::1]' ||
    /^127(\.\d+){3}$/.test(hostname)
  );
}

/** How a client gets in here. */
export type Way =
  /** An API token is made for it. */
  | { readonly kind: 'make' }
  /** Only the page's own token is there, which ends with the session. */
  | { readonly kind: 'page'; readonly reason: string }
  /** The server asks for nothing. */
  | { readonly kind: 'open'; readonly reason: string }
  | { readonly kind: 'none'; readonly reason: string };

/** Without a status yet, making one is tried: the press asks first. */
export function wayOf(
  status: IStatus | null,
  problem: IProblem | null,
  hasPageToken: boolean
): Way {
  const capability = status?.capabilities['apitokens-create'];
  if (capability?.allowed === true || (status === null && problem === null)) {
    return { kind: 'make' };
  }
  const reason = capability?.reason ?? problem?.reason ?? 'denied';
  if (reason === 'no-authentication') {
    return { kind: 'open', reason };
  }
  return { kind: hasPageToken ? 'page' : 'none', reason };
}

const HOUR = 3600;
export const DAY = 24 * HOUR;

/** The lifetimes to choose from where a site allows these, in seconds, the shortest first. */
export function lifetimeChoices({ max, ...site }: ILifetimes): number[] {
  const usual = [8 * HOUR, DAY, 7 * DAY, 30 * DAY];
  const choices = new Set(usual.filter(seconds => seconds <= max));
  choices.add(site.default);
  if (max < Math.max(...usual)) {
    choices.add(max);
  }
  return [...choices].sort((a, b) => a - b);
}

/** The scope of a hub token that opens this one server. */
export function hubScope(user: string, serverName: string): string {
  return `access:servers!server=${user}/${serverName}`;
}
