import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ISessionModel } from '../tokens';
import { copyText } from '../ui/clipboard';
import { CopyButton } from '../ui/copybutton';
import { ErrorLine } from '../ui/errorline';
import { useModel, useNow } from '../ui/hooks';
import { sentence } from '../ui/messages';
import { REVEALED, Secret } from '../ui/secret';
import { StateDot } from '../ui/statedot';
import { distance, duration, exactTime } from '../ui/words';
import { Lasting } from './lasting';
import { Lifetime } from './lifetime';
import type { ConnectModel } from './model';
import { type IRecipe, MASK, maskedUrl } from './types';

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
  const way = useModel(model, m => m.way);
  const isBusy = useModel(model, m => m.isBusy(recipe.id));
  const problem = useModel(model, m => m.problem(recipe.id));
  const hub = useModel(session.status, s => s.data?.hub ?? null);
  const [isCopied, setCopied] = React.useState(false);
  const [isRefused, setRefused] = React.useState(false);
  const name = recipe.name;
  const isPage = way.kind === 'page';

  const press = async (isNew: boolean) => {
    setCopied(false);
    setRefused(false);
    // Handed over as a promise at once: the press must not grow old while the hub makes a token.
    const copied = await copyText(model.press(recipe.id, name, isNew)).catch(
      () => null
    );
    setCopied(copied === true);
    setRefused(copied === false);
    if (copied !== null) {
      announce(
        copied ? trans.__('Copied') : sentence(trans, 'copy-refused').text
      );
    }
  };

  const open =
    hubTokenPage === null
      ? {}
      : {
          'hub-token-page': () => {
            window.open(hubTokenPage, '_blank', 'noopener');
          }
        };
  const pageLabel = trans.__(
    'Copy URL for this session (ends at logout or when the server stops)'
  );
  return (
    <>
      {way.kind === 'none' ? (
        <ErrorLine trans={trans} reason={way.reason} actions={open} />
      ) : (
        <button
          type="button"
          className="jp-RemoteIDE-button jp-mod-primary jp-mod-styled jp-mod-accept"
          aria-label={isPage ? pageLabel : recipe.copyLabel(trans)}
          aria-busy={isBusy}
          onClick={() => void press(false)}
        >
          {isBusy
            ? trans.__('Making a token…')
            : isPage
              ? pageLabel
              : trans.__('Copy connection URL')}
        </button>
      )}
      {isPage ? (
        <Lasting
          trans={trans}
          reason={way.reason}
          hub={hub}
          note={name}
          tokenPage={hubTokenPage}
        />
      ) : null}
      {way.kind === 'open' ? (
        <p className="jp-RemoteIDE-warning">
          <StateDot kind="warn" />
          <span>{sentence(trans, way.reason).text}</span>
        </p>
      ) : null}
      {problem === null ? null : (
        <ErrorLine
          trans={trans}
          reason={problem.reason}
          actions={{ ...open, retry: () => void press(false) }}
        />
      )}
      {isRefused ? (
        <Selected
          trans={trans}
          url={() => model.url(recipe.id)}
          onEnd={() => {
            setRefused(false);
          }}
        />
      ) : (
        <Url {...props} isCopied={isCopied} onNew={() => void press(true)} />
      )}
      {way.kind === 'make' ? (
        <Lifetime
          trans={trans}
          value={model.lifetime}
          onChange={seconds => {
            model.lifetime = seconds;
          }}
        />
      ) : null}
      <Steps {...props} />
    </>
  );
}

/** The URL, masked, and how long it works. */
function Url(
  props: ICardProps & {
    readonly isCopied: boolean;
    readonly onNew: () => void;
  }
): React.JSX.Element | null {
  const { trans, model, recipe, isCopied, onNew } = props;
  const now = useNow(5000);
  const way = useModel(model, m => m.way);
  const held = useModel(model, m => m.held(recipe.id));
  const address = useModel(model, m => m.address);
  if (way.kind === 'none') {
    return null;
  }
  const url = () => model.url(recipe.id);
  const isThere = held !== null || way.kind !== 'make';
  return (
    <>
      {isThere && way.kind !== 'open' ? (
        <Secret
          trans={trans}
          label={trans.__('connection URL')}
          masked={maskedUrl(address)}
          value={url}
        />
      ) : (
        <code className="jp-RemoteIDE-address">
          {way.kind === 'open' ? address : maskedUrl(address)}
        </code>
      )}
      {recipe.isSplit && isThere && way.kind !== 'open' ? (
        <div className="jp-RemoteIDE-apart">
          <Secret
            trans={trans}
            label={trans.__('token')}
            masked={MASK}
            value={() => model.secret(recipe.id)}
          />
          <CopyButton
            trans={trans}
            label={trans.__('Copy the URL without the token')}
            caption={trans.__('Copy URL alone')}
            text={() => address}
          />
          <CopyButton
            trans={trans}
            label={trans.__('Copy the token')}
            caption={trans.__('Copy token')}
            text={() => model.secret(recipe.id)}
          />
        </div>
      ) : null}
      {isCopied || held !== null ? (
        <p className="jp-RemoteIDE-done">
          <StateDot kind="ok" />
          <span>
            {isCopied ? `${trans.__('Copied.')} ` : null}
            {held === null ? null : (
              <span title={exactTime(held.expiresAt / 1000)}>
                {trans.__(
                  'Ends %1.',
                  distance(trans, held.expiresAt / 1000, now / 1000)
                )}
              </span>
            )}
            {held?.isClamped === true
              ? ` ${trans.__(
                  'Your site allows no more than that; you asked for %1.',
                  duration(trans, model.lifetime)
                )}`
              : null}
            {held === null ? null : (
              <>
                {' '}
                <button
                  type="button"
                  className="jp-RemoteIDE-button jp-mod-link"
                  onClick={onNew}
                >
                  {trans.__('New token')}
                </button>
              </>
            )}
          </span>
        </p>
      ) : null}
    </>
  );
}

/** Where the browser refused to copy: the URL, selected, for the keyboard; masked again after 30 s. */
function Selected(props: {
  trans: TranslationBundle;
  url: () => string;
  onEnd: () => void;
}): React.JSX.Element {
  const { trans, url, onEnd } = props;
  const input = React.useRef<HTMLInputElement>(null);
  React.useEffect(() => {
    if (input.current !== null) {
      // Set as a property: the value is in no attribute.
      input.current.value = url();
      input.current.focus();
      input.current.select();
    }
    const timer = setTimeout(onEnd, REVEALED);
    return () => {
      clearTimeout(timer);
    };
    // Once, when it appears.
  }, []);
  return (
    <div className="jp-RemoteIDE-refused">
      <ErrorLine trans={trans} reason="copy-refused" />
      <div className="jp-RemoteIDE-secret">
        <input
          ref={input}
          type="text"
          readOnly
          className="jp-RemoteIDE-input"
          aria-label={trans.__('Connection URL')}
          onFocus={event => {
            event.currentTarget.select();
          }}
        />
        <CopyButton
          trans={trans}
          label={trans.__('Copy')}
          caption={trans.__('Copy')}
          text={url}
        />
      </div>
    </div>
  );
}

function Steps(props: ICardProps): React.JSX.Element {
  const { trans, model, session, recipe } = props;
  const hub = useModel(session.status, s => s.data?.hub ?? null);
  const line = recipe.lineToCopy?.(trans);
  const facts = {
    address: model.address,
    isHub: hub !== null,
    isTokenInUrl: hub?.token_in_url ?? false
  };
  return (
    <>
      <ol className="jp-RemoteIDE-steps">
        {recipe.steps(trans).map(step => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {recipe.caveats(trans, facts).map(caveat => (
        <p key={caveat} className="jp-RemoteIDE-warning">
          <StateDot kind="warn" />
          <span>{caveat}</span>
        </p>
      ))}
      {line === undefined ? null : (
        <div>
          <p>{line.text}</p>
          <div className="jp-RemoteIDE-secret">
            <code className="jp-RemoteIDE-secretText">{line.line}</code>
            <CopyButton
              trans={trans}
              label={trans.__('Copy the line')}
              text={() => line.line}
            />
          </div>
        </div>
      )}
      {recipe.install === null ? null : (
        <a href={recipe.install.href}>{recipe.install.label(trans)}</a>
      )}
    </>
  );
}
