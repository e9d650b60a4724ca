import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Existing } from '../contract';
import type { ISessionModel } from '../tokens';
import { copyText } from '../ui/clipboard';
import { ErrorLine } from '../ui/errorline';
import { useModel } from '../ui/hooks';
import { late } from '../ui/late';
import { LinkButton } from '../ui/linkbutton';
import { sentence } from '../ui/messages';
import { Checkable } from './checkable';
import { isByUrl } from './clients';
import { Outcome, Selected } from './copied';
import type { ConnectModel } from './model';
import { Apart, Besides, Primary } from './pieces';
import { Steps } from './steps';
import { Terms } from './terms';
import { Truths } from './truths';
import { Unfolding } from './unfolding';
import type { IRecipe } from './types';

const ExistingToken = late(
  async () =>
    (await import(/* webpackChunkName: "clients" */ './existing')).default
);

const Kernels = late(
  async () =>
    (await import(/* webpackChunkName: "kernels" */ './kernels/list')).default
);

type Actions = Readonly<Record<string, () => void>>;

export interface ICardProps {
  readonly trans: TranslationBundle;
  readonly model: ConnectModel;
  readonly session: ISessionModel;
  readonly recipe: IRecipe;
  readonly hubTokenPage: string | null;
  readonly announce: (text: string) => void;
}

/** One client: the button that makes and copies, how long that works, and after a press what was copied and the steps. */
export function Card(props: ICardProps): React.JSX.Element {
  const { trans, model, session, recipe, hubTokenPage, announce } = props;
  const { id, name } = recipe;
  const facts = useModel(model, m => m.facts);
  const access = useModel(model, m => m.access);
  const isBusy = useModel(model, m => m.isBusy(id));
  const problem = useModel(model, m => m.problem(id));
  const held = useModel(model, m => m.held(id));
  const ended = useModel(model, m => m.ended(id));
  const hub = useModel(session.status, s => s.data?.hub ?? null);
  const isOwner = useModel(session.status, s => s.data?.is_owner === true);
  const lack = useModel(session.status, s => s.problem?.reason ?? null);
  /** What is said of the last copy, which is still there until something else is, and when it was. */
  const [copied, setCopied] = React.useState<readonly [string, number] | null>(
    null
  );
  const [isFolded, fold] = React.useReducer((is: boolean) => !is, false);
  const [isRefused, setRefused] = React.useState(false);
  const button = React.useRef<HTMLButtonElement>(null);

  const pieces = recipe.pieces(facts);
  const [first, ...others] = pieces;
  const hasSecret = pieces.some(piece => piece.isSecret);
  const isGiven = useModel(model, m => m.isGiven(recipe, hasSecret));
  // Who brings no secret needs no token.
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
  const told = (isCopied: boolean, existing: Existing | null = null) => {
    const text = existing ? trans.__('New token copied.') : trans.__('Copied.');
    setCopied(isCopied ? [text, Date.now()] : null);
    setRefused(!isCopied);
    announce(
      !isCopied
        ? sentence(trans, 'copy-refused').text
        : existing
          ? text
          : trans.__('Copied')
    );
  };

  const press = async (existing: Existing | null, first?: Promise<void>) => {
    // Handed over as a promise at once: the press must not grow old while the hub makes a token.
    const text = first
      ? first.then(() => model.press(recipe, existing))
      : model.press(recipe, existing);
    const isCopied = await copyText(text).catch(() => null);
    if (isCopied !== null) {
      told(isCopied, existing);
      return;
    }
    setCopied(null);
  };

  const open: Actions =
    hubTokenPage === null
      ? {}
      : {
          'hub-token-page': () => {
            window.open(hubTokenPage, '_blank', 'noopener');
          }
        };
  if (denial !== null) {
    return (
      <>
        {trouble(denial, open)}
        <Truths trans={trans} session={session} isLong={false} />
      </>
    );
  }
  const isMaking = isBusy && isMade && held === null;
  return (
    <>
      <button
        ref={button}
        type="button"
        className="jp-RemoteIDE-button jp-mod-primary jp-mod-styled jp-mod-accept"
        aria-busy={isBusy}
        aria-label={isMaking ? undefined : fullLabel(trans, recipe)}
        onClick={() => void press(null)}
      >
        {isMaking
          ? trans.__('Making a token…')
          : isByUrl(recipe)
            ? trans.__('Copy connection URL')
            : fullLabel(trans, recipe)}
      </button>
      <Terms
        {...{ trans, model, recipe, access, hasSecret, hub }}
        {...{ hubTokenPage, isOwner, lack }}
        isHeld={held !== null}
        onCopy={first => void press(null, first)}
      />
      {problem === null ? null : problem.reason === 'apitoken-exists' ? (
        <React.Suspense>
          <ExistingToken
            {...{ trans, name, problem, announce }}
            isHeld={held !== null}
            onAnswer={existing => {
              button.current?.focus(); // the question goes away with what has it
              void press(existing);
            }}
          />
        </React.Suspense>
      ) : (
        trouble(problem.reason, { ...open, retry: () => void press(null) })
      )}
      <Outcome
        {...{ trans, name, held, ended }}
        copied={isGiven ? copied : null}
        onNew={() => void press('keep-used')}
      />
      {!isGiven ? null : (
        <>
          {isRefused ? (
            <Selected
              trans={trans}
              label={
                isByUrl(recipe)
                  ? trans.__('Connection URL')
                  : first.label(trans)
              }
              piece={first}
              secret={() => model.secret(id)}
              onEnd={() => {
                setRefused(false);
              }}
            />
          ) : (
            <>
              <Primary
                trans={trans}
                piece={first}
                secret={secret}
                onCopied={told}
              />
              <Apart trans={trans} pieces={others} secret={secret} />
            </>
          )}
          <p className="jp-RemoteIDE-quiet">
            <LinkButton aria-expanded={!isFolded} onClick={fold}>
              {isFolded ? trans.__('Show steps') : trans.__('Hide steps')}
            </LinkButton>
          </p>
          {hasSecret && (
            <Checkable
              {...{ trans, model }}
              client={id}
              caveats={recipe.caveats(trans, facts)}
              isUnasked
            />
          )}
          {isFolded ? null : (
            <>
              <Steps trans={trans} recipe={recipe} facts={facts} />
              <Besides trans={trans} pieces={others} secret={secret} />
              {recipe.isOnItsOwn ? null : (
                <Unfolding label={trans.__('Kernels and packages')}>
                  <Kernels trans={trans} client={model.connection.client} />
                </Unfolding>
              )}
            </>
          )}
        </>
      )}
      {isByUrl(recipe) && !recipe.isOnItsOwn ? (
        <Truths trans={trans} session={session} isLong={isGiven && !isFolded} />
      ) : recipe.about ? (
        <p className="jp-RemoteIDE-quiet">{recipe.about(trans)}</p>
      ) : null}
    </>
  );
}

/** What stands where the reason stands elsewhere. */
function needWords(trans: TranslationBundle, reason: string): string {
  return reason === 'no-server-half'
    ? trans.__('This needs the server half of Remote IDE.')
    : trans.__('This needs the server.');
}

/** What a press copies, and for whom. */
function fullLabel(trans: TranslationBundle, recipe: IRecipe): string {
  return isByUrl(recipe)
    ? trans.__('Copy connection URL for %1', recipe.name)
    : trans.__('Copy %1 settings', recipe.name);
}
