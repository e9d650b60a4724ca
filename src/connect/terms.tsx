import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { IHub } from '../contract';
import { copyText } from '../ui/clipboard';
import { useModel } from '../ui/hooks';
import { LinkButton } from '../ui/linkbutton';
import { late } from '../ui/late';
import { sentence } from '../ui/messages';
import { Note } from '../ui/note';
import { Lifetime } from './lifetime';
import type { ConnectModel } from './model';
import { openBeside, tokenPageOf } from './tokenpage';
import type { Access, IRecipe } from './types';

const Lasting = late(
  async () =>
    (await import(/* webpackChunkName: "clients" */ './lasting')).default
);

export interface ITermsProps {
  readonly trans: TranslationBundle;
  readonly model: ConnectModel;
  readonly recipe: IRecipe;
  readonly access: Access;
  /** Whether there is a secret in what is copied. */
  readonly hasSecret: boolean;
  readonly hub: IHub | null;
  readonly hubTokenPage: string | null;
  readonly isOwner: boolean;
  /** @param first - what the copy waits for */
  readonly onCopy: (first?: Promise<void>) => void;
  /** Whether a token was copied, with an end of its own. */
  readonly isHeld: boolean;
  /** What the strip on top says already. */
  readonly lack: string | null;
}

/** Below the button, quietly: how long what it copies works, and where that ends. */
export function Terms(props: ITermsProps): React.JSX.Element | null {
  const { trans, model, access, hasSecret, isHeld } = props;
  const lifetime = useModel(model, m => m.lifetime);
  const lifetimes = useModel(model, m => m.lifetimes);
  if (access.kind === 'open') {
    return <Note kind="warn">{sentence(trans, access.reason).text}</Note>;
  }
  if (!hasSecret || access.kind === 'none') {
    return null;
  }
  if (access.kind === 'page') {
    return <OfThePage {...props} reason={access.reason} />;
  }
  return lifetime === null || lifetimes === null ? (
    <p className="jp-RemoteIDE-quiet jp-RemoteIDE-terms">
      {trans.__('Works while the server runs')}
    </p>
  ) : (
    <Lifetime
      trans={trans}
      site={lifetimes}
      value={lifetime}
      isHeld={isHeld}
      onChange={seconds => {
        model.choose(seconds);
      }}
    />
  );
}

/** Where only the page's own token is there. */
function OfThePage(
  props: ITermsProps & { readonly reason: string }
): React.JSX.Element {
  const { trans, model, recipe, reason, hub, hubTokenPage, lack } = props;
  const { isOwner, onCopy } = props;
  const isPasted = useModel(model, m => m.pasted !== null);
  const [isLasting, setLasting] = React.useState(isPasted);
  const key = React.useId();
  const isOfHub = hub !== null || hubTokenPage !== null;
  // A token of one's own has no business on somebody else's server.
  const page =
    hub !== null && hubTokenPage !== null && isOwner
      ? tokenPageOf(hub, hubTokenPage, recipe)
      : null;
  return (
    <>
      <p className="jp-RemoteIDE-quiet jp-RemoteIDE-terms">
        {isPasted
          ? trans.__(
              'Works until the token ends, or 5 minutes at most after you revoke it.'
            )
          : isOfHub
            ? trans.__(
                'Works until the server stops, or 5 minutes at most after you log out.'
              )
            : trans.__('Works as long as this server’s own token.')}{' '}
        {page === null ? null : (
          <LinkButton
            aria-expanded={isLasting}
            aria-controls={key}
            onClick={() => {
              setLasting(!isLasting);
              model.forget();
              if (!isLasting) {
                void copyText(page.scopes);
                openBeside(page.url);
              }
            }}
          >
            {trans.__('Make one that lasts…')}
          </LinkButton>
        )}
      </p>
      {page !== null && isLasting ? (
        <React.Suspense>
          <Lasting {...{ id: key, trans, model, page, onCopy }} />
        </React.Suspense>
      ) : null}
      {reason === lack || reason === 'hub-manual' ? null : (
        <p className="jp-RemoteIDE-quiet">{sentence(trans, reason).text}</p>
      )}
    </>
  );
}
