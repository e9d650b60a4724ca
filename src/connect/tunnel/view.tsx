import * as React from 'react';

import { type IProblem, problemOf } from '../../core/result';
import { ErrorLine } from '../../ui/errorline';
import { useModel } from '../../ui/hooks';
import type { ICardProps } from '../card';
import { isByUrl } from '../clients';
import { type ITunnel, tunnel as decode } from '../clients/tunnel';
import { Text } from '../pieces';
import { type IPiece, isLoopback } from '../types';
import { Copy } from './copy';
import { insideUrl, insideWords, loginWords, reachWords } from './words';

interface IToldProps extends ICardProps {
  readonly tunnel: ITunnel;
}

/** The way by SSH to this server: what to run on the own computer, and what to open and paste there. */
export default function TunnelView(
  props: ICardProps
): React.JSX.Element | null {
  const { trans, model, session } = props;
  const status = useModel(session.status, s => s.data);
  const [told, tell] = React.useState<ITunnel | IProblem | null>(null);
  const [attempt, retry] = React.useReducer((count: number) => count + 1, 0);
  React.useEffect(() => {
    let isOver = false;
    // Anew where another server may answer: of the next job, on another node.
    void model
      .ask('connect/tunnel')
      .then(decode)
      .catch(problemOf)
      .then(answer => {
        if (!isOver) {
          tell(answer);
        }
      });
    return () => {
      isOver = true;
    };
  }, [model, status, attempt]);
  if (told === null) {
    return null;
  }
  if ('reason' in told) {
    const { reason } = told;
    return <ErrorLine {...{ trans, reason }} actions={{ retry }} />;
  }
  return (
    <div className="jp-RemoteIDE-card">
      <Commands {...props} tunnel={told} />
      <Addresses {...props} tunnel={told} />
    </div>
  );
}

/** What to run: the one line that fits this computer, all others folded. */
function Commands(props: IToldProps): React.JSX.Element {
  const { trans, model, tunnel } = props;
  const [first, ...others] = tunnel.commands;
  const isWindows = navigator.userAgent.includes('Windows');
  const alias = /^Host (\S+)/.exec(first.ssh_config)?.[1] ?? '';
  const own = isWindows ? first.windows : first.posix;
  const isHere = tunnel.job === null && isLoopback(model.facts.address);
  return (
    <>
      {isHere ? (
        <p className="jp-RemoteIDE-quiet">
          {trans.__(
            'If Jupyter runs on the computer in front of you, you need no tunnel.'
          )}
        </p>
      ) : null}
      <Line
        {...props}
        said={trans.__(
          'On your own computer run this, and leave it open. It prints nothing while it works.'
        )}
        name={trans.__('ssh command')}
        text={own}
      />
      <Quiet>{loginWords(trans, tunnel)}</Quiet>
      <details>
        <summary>{trans.__('Other ways to run it')}</summary>
        <div className="jp-RemoteIDE-card">
          <Line
            {...props}
            said={
              isWindows
                ? trans.__('On Linux or macOS:')
                : trans.__('On Windows:')
            }
            name={
              isWindows
                ? trans.__('ssh command for Linux or macOS')
                : trans.__('ssh command for Windows')
            }
            text={isWindows ? first.posix : first.windows}
          />
          {others.map(other => (
            <Line
              {...props}
              key={other.form}
              said={trans.__(
                'Where you may log in at %1 itself, past its port:',
                tunnel.node
              )}
              name={trans.__('ssh command by way of the node')}
              text={isWindows ? other.windows : other.posix}
            />
          ))}
          <Line
            {...props}
            said={trans.__(
              'Or put this into ~/.ssh/config; then “ssh -N %1” is enough while this server runs.',
              alias
            )}
            name={trans.__('lines for ~/.ssh/config')}
            text={first.ssh_config}
          />
        </div>
      </details>
    </>
  );
}

/** What to open and paste, while the command runs; and the address for who needs no tunnel. */
function Addresses(props: IToldProps): React.JSX.Element {
  const { trans, model, recipe, tunnel } = props;
  const facts = useModel(model, m => m.facts);
  const canGive = useModel(
    model,
    m => m.access.kind !== 'none' && recipe.needs(facts) === null
  );
  const of = (address: string) => recipe.pieces({ ...facts, address });
  const elsewhere = of('http://elsewhere/');
  // What has the address in it; all else stands in the card.
  const given = (address: string) =>
    of(address).filter(
      (piece, index) => piece.text('') !== elsewhere[index]?.text('')
    );
  const isWindow = recipe.id === 'vscode' || recipe.id === 'cursor';
  return (
    <>
      <Line
        {...props}
        said={trans.__(
          'Then open in your browser; it asks once for this server’s token or password:'
        )}
        name={trans.__('address for your browser')}
        text={tunnel.browser_url}
      />
      {canGive ? (
        <Given
          {...props}
          // Lines for a terminal or a file say themselves where they go.
          said={isByUrl(recipe) ? trans.__('In %1 paste:', recipe.name) : null}
          name={trans.__('address through the tunnel')}
          pieces={given(tunnel.ide_url)}
        />
      ) : null}
      <Quiet>
        {tunnel.job === null
          ? null
          : trans.__(
              'The port %1 stays the same from job to job: an address that is stored works again, once the command of the next job runs.',
              `${tunnel.local_port}`
            )}{' '}
        {reachWords(trans, tunnel)}
      </Quiet>
      {canGive ? (
        <Given
          {...props}
          said={insideWords(trans, tunnel, isWindow)}
          name={trans.__('address without a tunnel')}
          pieces={given(insideUrl(tunnel)).slice(0, 1)}
        />
      ) : null}
    </>
  );
}

/** Pieces of the chosen client, with the same token as in the card: the first press makes it. */
function Given(
  props: IToldProps & {
    readonly said: string | null;
    readonly name: string;
    readonly pieces: readonly IPiece[];
  }
): React.JSX.Element {
  const { trans, model, recipe, said, name, pieces, announce } = props;
  const isGiven = useModel(model, m => m.isGiven(recipe, true));
  const secret = () => model.secret(recipe.id);
  return (
    <>
      {pieces.map((piece, index) => (
        <React.Fragment key={piece.label(trans)}>
          <p>{(index === 0 ? said : null) ?? piece.label(trans)}</p>
          <div className="jp-RemoteIDE-given">
            <Text
              trans={trans}
              piece={{ ...piece, kind: 'url', label: () => name }}
              secret={isGiven ? secret : null}
            />
            <Copy
              {...{ trans, announce }}
              name={index === 0 ? name : piece.label(trans)}
              text={
                piece.isSecret
                  ? async () => {
                      await model.press(recipe);
                      return piece.text(secret());
                    }
                  : () => piece.text('')
              }
            />
          </div>
        </React.Fragment>
      ))}
    </>
  );
}

function Line(
  props: ICardProps & {
    readonly said: string;
    readonly name: string;
    readonly text: string;
  }
): React.JSX.Element {
  const { said, name, text } = props;
  return (
    <>
      <p>{said}</p>
      <div className="jp-RemoteIDE-given">
        <code className="jp-RemoteIDE-secret jp-RemoteIDE-secretText">
          {text}
        </code>
        <Copy {...props} name={name} text={() => text} />
      </div>
    </>
  );
}

function Quiet(props: {
  readonly children: React.ReactNode;
}): React.JSX.Element | null {
  const { children } = props;
  return children === null ? null : (
    <p className="jp-RemoteIDE-quiet">{children}</p>
  );
}
