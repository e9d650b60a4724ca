import { nullable, shape, string } from '../../core/decode';
import { problemOf } from '../../core/result';
import type { Ask, IInstructions, ITrans } from '../types';
import { type ITunnel, tunnel } from './tunnel';

/** The node of the server, as programs know it that bring a whole IDE there by ssh. */
export interface ISshHost {
  /** What ssh's own file calls it. */
  readonly alias: string;
  readonly user: string;
  /** For ~/.ssh/config. */
  readonly block: string;
  /** Where a kernel of an IDE starts, absolute; null where the server does not know. */
  readonly folder: string | null;
  readonly tunnel: ITunnel;
}

const session = shape({ folder: nullable(string) });

/** Each window logs in anew: what forwards a port would let the second one fail. */
const FORWARDS = /^\s*(LocalForward|ExitOnForwardFailure)\b/;

/** By the form that ends on the node itself: the login host has neither the job's memory nor its GPUs. */
export function sshHostOf(told: ITunnel, folder: ISshHost['folder']): ISshHost {
  const { ssh_config } =
    told.commands.find(({ form }) => form !== 'through') ?? told.commands[0];
  const [head, ...lines] = ssh_config.split('\n');
  // Another name than the tunnel's, which may stand in the same file.
  const alias = `${head?.replace(/^Host /, '')}-ide`;
  const kept = lines.filter(line => !FORWARDS.test(line));
  return {
    alias,
    user: /^\s*User (.+)$/m.exec(ssh_config)?.[1] ?? '',
    block: [`Host ${alias}`, ...kept].join('\n'),
    folder: folder?.replace(/(.)\/$/, '$1') ?? null,
    tunnel: told
  };
}

/** The recipe of such a program: what the server tells is asked first, and why it cannot be is the recipe's denial. */
export async function overSsh(
  recipe: (host: ISshHost) => IInstructions,
  ask: Ask
): Promise<IInstructions> {
  try {
    const [told, { folder }] = await Promise.all([
      ask('connect/tunnel').then(tunnel),
      ask('session').then(session)
    ]);
    return recipe(sshHostOf(told, folder));
  } catch (error) {
    const { reason } = problemOf(error);
    return {
      icon: 'ui-components:terminal',
      needs: () => reason,
      pieces: () => [
        { kind: 'file', label: () => '', isSecret: false, text: () => '' }
      ],
      steps: () => [],
      notes: () => [],
      caveats: () => [],
      help: () => []
    };
  }
}

/** What both do, and wherein they differ from all clients of a URL. */
export function aboutSsh(trans: ITrans, { tunnel }: ISshHost): string {
  return trans.__(
    'The whole IDE works on %1, with the files there. It gets no token: SSH lets you in.',
    tunnel.node
  );
}

export function sshNotes(trans: ITrans, { tunnel }: ISshHost): string[] {
  const { node, job } = tunnel;
  return [
    job === null
      ? trans.__('You must be allowed to log in at %1 by SSH.', node)
      : trans.__(
          'You must be allowed to log in at %1 by SSH; many clusters allow it while your job runs there. The next job needs new lines.',
          node
        ),
    ...loginNotes(trans, tunnel)
  ];
}

/** Of the name to log in at: where it comes from, and what to do where nothing tells it. */
function loginNotes(trans: ITrans, tunnel: ITunnel): string[] {
  const { node, login_host, login_host_source, job } = tunnel;
  if (login_host === null) {
    return [
      job === null
        ? trans.__(
            'If your computer knows this machine by another name than “%1”, write that after “HostName”.',
            node
          )
        : trans.__(
            'No login host is known here. If your computer does not reach %1 by itself, add a line “ProxyJump” with the name that you log in at.',
            node
          )
    ];
  }
  return login_host_source === 'configuration'
    ? []
    : [
        trans.__(
          'If you log in at another name than “%1”, put that in its place.',
          login_host
        )
      ];
}
