import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ISessionModel } from '../tokens';
import { copyText } from '../ui/clipboard';
import { ErrorLine } from '../ui/errorline';
import { useModel } from '../ui/hooks';
import { sentence } from '../ui/messages';
import { StateDot } from '../ui/statedot';
import { isByUrl } from './clients';
import { Copied, Selected } from './copied';
import { Lasting } from './lasting';
import { Lifetime } from './lifetime';
import type { ConnectModel } from './model';
import { Apart, Besides, Primary } from './pieces';
import { Steps } from './steps';
import type { IRecipe } from './types';

type Actions = Readonly<Record<string, () => void>>;

export interface ICardProps {
  readonly trans: TranslationBundle;
  readonly model: ConnectModel;
  readonly session: ISessionModel;
  readonly recipe: IRecipe;
  readonly hubTokenPage: string | null;
  readonly announce: (text: string) => void;
}

/** One client: the button that makes and copies, what it copied, and the steps there. */
export function Card(props: ICardProps): React.JSX.Element {
  const { trans, model, session, recipe, hubTokenPage, announce } = props;
  const { id, name } = recipe;
  const facts = useModel(model, m => m.facts);
  const access = useModel(model, m => m.access);
  const isBusy = useModel(model, m => m.isBusy(id));
  const problem = useModel(model, m => m.problem(id));
  const held = useModel(model, m => m.held(id));
  const lifetime = useModel(model, m => m.lifetime);
  const lifetimes = useModel(model, m => m.lifetimes);
  const hub = useModel(session.status, s => s.data?.hub ?? null);
  const lack = useModel(session.status, s => s.problem?.reason ?? null);
  const [isCopied, setCopied] = React.useState(false);
  const [isRefused, setRefused] = React.useState(false);

  const pieces = recipe.pieces(facts);
  const [first, ...others] = pieces;
  const hasSecret = pieces.some(piece => piece.isSecret);
  // Who brings no secret needs no token.
  const isPage = hasSecret && access.kind === 'page';
  const isMade = hasSecret && access.kind === 'make';
  const denial =
    recipe.needs(facts) ??
    (hasSecret && access.kind === 'none' ? access.reason : null);
  // What the strip on top says already: once is enough.
  const trouble = (reason: string, actions: Actions) =>
    reason === lack ? (
      <p className="jp-RemoteIDE-quiet">{needWords(trans, reason)}</p>
    ) : (
      <ErrorLine trans={trans} reason={reason} actions={actions} />
    );
  const secret = isMade && held === null ? null : () => model.secret(id);

  const press = async (isNew: boolean) => {
    setCopied(false);
    setRefused(false);
    // Handed over as a promise at once: the press must not grow old while the hub makes a token.
    const copied = await copyText(model.press(recipe, isNew)).catch(() => null);
    setCopied(copied === true);
    setRefused(copied === false);
    if (copied !== null) {
      announce(
        copied ? trans.__('Copied') : sentence(trans, 'copy-refused').text
      );
    }
  };

  const open: Actions =
    hubTokenPage === null
      ? {}
      : {
          'hub-token-page': () => {
            window.open(hubTokenPage, '_blank', 'noopener');
          }
        };
  return (
    <>
      {denial !== null ? (
        trouble(denial, open)
      ) : (
        <button
          type="button"
          className="jp-RemoteIDE-button jp-mod-primary jp-mod-styled jp-mod-accept"
          aria-busy={isBusy}
          onClick={() => void press(false)}
        >
          {isBusy && isMade
            ? trans.__('Making a token…')
            : copyLabel(trans, recipe, isPage)}
        </button>
      )}
      {isPage ? (
        <Lasting
          trans={trans}
          reason={access.reason === lack ? null : access.reason}
          hub={hub}
          note={name}
          tokenPage={hubTokenPage}
        />
      ) : null}
      {access.kind === 'open' ? (
        <p className="jp-RemoteIDE-warning">
          <StateDot kind="warn" />
          <span>{sentence(trans, access.reason).text}</span>
        </p>
      ) : null}
      {problem === null || denial !== null
        ? null
        : trouble(problem.reason, { ...open, retry: () => void press(false) })}
      {denial !== null ? null : isRefused ? (
        <Selected
          trans={trans}
          label={
            isByUrl(recipe) ? trans.__('Connection URL') : first.label(trans)
          }
          piece={first}
          secret={() => model.secret(id)}
          onEnd={() => {
            setRefused(false);
          }}
        />
      ) : (
        <>
          <Primary trans={trans} piece={first} secret={secret} />
          <Apart trans={trans} pieces={others} secret={secret} />
          <Copied
            trans={trans}
            isCopied={isCopied}
            held={held}
            onNew={() => void press(true)}
          />
        </>
      )}
      {isMade && lifetime !== null && lifetimes !== null ? (
        <Lifetime
          trans={trans}
          site={lifetimes}
          value={lifetime}
          onChange={seconds => {
            model.choose(seconds);
          }}
        />
      ) : null}
      <Steps trans={trans} recipe={recipe} facts={facts} />
      <Besides trans={trans} pieces={others} secret={secret} />
    </>
  );
}

/** What stands where the reason stands elsewhere. */
function needWords(trans: TranslationBundle, reason: string): string {
  return reason === 'no-server-half'
    ? trans.__('Connecting needs the server half of Remote IDE.')
    : trans.__('Connecting needs the server.');
}

/** The primary button's words: what it copies, and for whom. */
function copyLabel(
  trans: TranslationBundle,
  recipe: IRecipe,
  isPage: boolean
): string {
  if (!isByUrl(recipe)) {
    return trans.__('Copy %1 settings', recipe.name);
  }
  return isPage
    ? trans.__(
        'Copy URL for this session (ends at logout or when the server stops)'
      )
    : trans.__('Copy %1 connection URL', recipe.name);
}
