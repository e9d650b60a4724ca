import type { ILifetimes, IStatus } from '../contract';
import type { IProblem } from '../core/result';

/** What a recipe needs of a translation bundle. */
export interface ITrans {
  readonly __: (text: string, ...values: string[]) => string;
}

/** What a recipe may do differently from site to site. */
export interface IFacts {
  /** The address that clients get, without a token; ends with a slash. */
  readonly address: string;
  /** Whether the server asks for a token at all. */
  readonly wantsToken: boolean;
  readonly isHub: boolean;
  /** Whether a press makes the token, with all that the client needs. */
  readonly isMade?: boolean;
  /** Whether clients that send the token only in the URL reach kernels; null where nobody knows. */
  readonly isTokenInUrl: boolean | null;
  /** The address of the hub itself, with its final slash; null where there is none. */
  readonly hubAddress: string | null;
  /** The user's name at the hub, raw; empty where there is none. */
  readonly user: string;
  /** Whether the user's own computer runs Windows. */
  readonly isWindows: boolean;
}

/** Asks our server half, by a path such as `session`. */
export type Ask = (path: string) => Promise<unknown>;

/** One thing that a client wants from here. */
export interface IPiece {
  readonly kind:
    | 'url'
    | 'token'
    /** To be run on the user's computer. */
    | 'command'
    /** To be put into a file there. */
    | 'file'
    /** To be put into a field of the program. */
    | 'field'
    /** To be followed; never holds a secret. */
    | 'link';
  /** Of a URL, token or field what it is, such as "token"; of a command or file what to do with it; a link's own text. */
  readonly label: (trans: ITrans) => string;
  /** Of a link to a page; one to a program would leave an empty tab. */
  readonly target?: '_blank';
  /** When this one and those that follow are needed. */
  readonly when?: (trans: ITrans) => string;
  /** Whether the secret is in its text, which is masked then. */
  readonly isSecret: boolean;
  /** @param secret - the API token; empty where the server wants none */
  readonly text: (secret: string) => string;
}

/** What a client is given: a URL of Jupyter or of a hub, a way by SSH, or a file with settings. */
export type Family = 'jupyter-url' | 'hub-url' | 'ssh' | 'file';

/** One program on the user's computer, as commands, palette and settings name it. */
export interface IClient {
  /** A slug, kept as the label of its tokens. */
  readonly id: string;
  /** The program's name; names are not translated. */
  readonly name: string;
  readonly family: Family;
  /** It gets no token from here: its user logs in there, or brings one; and what is said of IDEs is not so for it. */
  readonly isOnItsOwn?: true;
}

/** How a client is connected. */
export interface IInstructions {
  /** The name of an icon that JupyterLab knows: its own, or of `icons.ts`. */
  readonly icon: string;
  /** What its token opens besides this server; by itself nothing. */
  readonly access?: 'list' | 'start';
  /** The id of a client that works where this one does not; null where it does. */
  readonly instead?: (facts: IFacts) => string | null;
  /** Why it cannot be connected to this server, as a reason; null where it can. */
  readonly needs: (facts: IFacts) => string | null;
  /** What it is, before the press, where that is something else than kernels for notebooks. */
  readonly about?: (trans: ITrans) => string;
  /** The first is what a press copies. */
  readonly pieces: (facts: IFacts) => readonly [IPiece, ...IPiece[]];
  /** At most four, in the program's own words of today. */
  readonly steps: (trans: ITrans, facts: IFacts) => string[];
  /** What else to know of the steps, nothing to worry about. */
  readonly notes: (trans: ITrans, facts: IFacts) => string[];
  /** What goes wrong here, only what the server knows to apply. */
  readonly caveats: (trans: ITrans, facts: IFacts) => string[];
  /** For whom it does not work, in full: what its manual and its users say. */
  readonly help: (trans: ITrans, facts: IFacts) => string[];
}

export type IRecipe = IClient & IInstructions;

/**
 * The address of the server for clients: origin and base URL, with its final slash.
 *
 * @param base - absolute, or below `href`; taken over as it is encoded
 * @param href - the address of this page, which knows the public origin
 */
export function addressOf(base: string, href: string): string {
  const { origin, pathname } = new URL(base, href);
  return origin + (pathname.endsWith('/') ? pathname : `${pathname}/`);
}

/**
 * The string to paste into an IDE: `<origin><base URL>?token=…`.
 *
 * @param apiToken - empty where the server wants none
 */
export function connectionUrl(address: string, apiToken: string): string {
  return apiToken === ''
    ? address
    : `${address}?token=${encodeURIComponent(apiToken)}`;
}

/** What stands for a token while it is masked; the same for every token. */
export const MASK = '••••••••';

/** Passes for a token: no URL, shell or file writes it in another way. */
const STAND_IN = 'the0masked0token';

/** The text of a piece with nothing of a token in it. */
export function maskedText(piece: IPiece): string {
  return piece.text(STAND_IN).replaceAll(STAND_IN, MASK);
}

/** Whether VS Code's Jupyter extension asks for another path: it decodes this one and leaves the rest to `URL`. */
export function hasMangledName(address: string): boolean {
  const { origin, pathname } = new URL(address);
  try {
    const again = new URL(origin + decodeURIComponent(pathname)).pathname;
    // A quote is lost on the way to its WebSocket alone.
    return (
      again.includes("'") || again.toLowerCase() !== pathname.toLowerCase()
    );
  } catch {
    return true;
  }
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
export type Access =
  /** An API token is made for it. */
  | { readonly kind: 'make' }
  /** Only the page's own token is there, which ends with the session. */
  | { readonly kind: 'page'; readonly reason: string }
  /** The server asks for nothing. */
  | { readonly kind: 'open'; readonly reason: string }
  | { readonly kind: 'none'; readonly reason: string };

/** Without a status yet, making one is tried: the press asks first. */
export function accessOf(
  status: IStatus | null,
  problem: IProblem | null,
  hasPageToken: boolean
): Access {
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

/** The scope of a hub token that opens this server, as it is typed on the hub's page, and no more where that can be. */
export function hubScope(
  user: string,
  serverName: string,
  access?: IInstructions['access']
): string {
  const server = `${user}/${serverName}`;
  // The form there splits what is typed at these; the other one stands for all servers of who makes the token.
  const scope = /[\s,]/.test(server)
    ? 'access:servers!user'
    : `access:servers!server=${server}`;
  return access ? `${scope} ${scope.replace('access', 'read')}` : scope;
}
