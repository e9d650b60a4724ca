import type { IFacts, IPiece, ITrans } from '../types';

/** For programs that put a slash after the address themselves. */
export function withoutSlash({ address }: IFacts): string {
  return address.replace(/\/$/, '');
}

/** Where only browsers may give the token in the URL of a WebSocket, programs that do so start no kernel. */
export function refusesUrls({ isHub, isTokenInUrl }: IFacts): boolean {
  return isHub && isTokenInUrl === false;
}

export function refusalWords(trans: ITrans, facts: IFacts): string[] {
  return refusesUrls(facts)
    ? [
        trans.__(
          'Your hub takes no token from a URL, which this program needs for kernels: they do not start. “Local Jupyter Server” works.'
        )
      ]
    : [];
}

export function untested(trans: ITrans): string {
  return trans.__('Not tested with the program itself.');
}

/** A URL without a secret. */
export function plainUrl(label: IPiece['label'], address: string): IPiece {
  return { kind: 'url', label, isSecret: false, text: () => address };
}

export function tokenPiece({ wantsToken }: IFacts): IPiece[] {
  return wantsToken
    ? [
        {
          kind: 'token',
          label: trans => trans.__('token'),
          isSecret: true,
          text: secret => secret
        }
      ]
    : [];
}

export function link(label: IPiece['label'], href: string): IPiece {
  return {
    kind: 'link',
    label,
    isSecret: false,
    text: () => href,
    ...(/^http/.test(href) && { target: '_blank' })
  };
}

/** Lines for a Unix shell and for PowerShell, those of the user's own system first. */
export function forShells(
  { wantsToken, isWindows }: IFacts,
  unix: IPiece['text'],
  powerShell: IPiece['text']
): readonly [IPiece, IPiece] {
  const common = { kind: 'command', isSecret: wantsToken } as const;
  const pieces = [
    {
      ...common,
      label: (trans: ITrans) => trans.__('In a terminal on Linux or macOS:'),
      text: unix
    },
    {
      ...common,
      label: (trans: ITrans) => trans.__('On Windows, in PowerShell:'),
      text: powerShell
    }
  ] as const;
  return isWindows ? [pieces[1], pieces[0]] : pieces;
}

/** Variables for the program's start: so no secret is an argument of a program. */
export function variables(
  facts: IFacts,
  url: readonly [string, string],
  token: string,
  command: string
): readonly [IPiece, IPiece] {
  const lines =
    (set: (name: string, value: string) => string) => (secret: string) =>
      [
        set(...url),
        ...(facts.wantsToken ? [set(token, secret)] : []),
        command
      ].join('\n');
  return forShells(
    facts,
    lines(
      (name, value) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`
    ),
    lines((name, value) => `$env:${name} = '${value.replaceAll("'", "''")}'`)
  );
}
