import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ISessionModel } from '../tokens';
import { copyText } from '../ui/clipboard';
import { ErrorLine } from '../ui/errorline';
import { useModel } from '../ui/hooks';
import { sentence } from '../ui/messages';
import { StateDot } from '../ui/statedot';
import { Lasting } from './lasting';
import { Lifetime } from './lifetime';
import type { ConnectModel } from './model';
import { Steps } from './steps';
import type { IRecipe } from './types';
import { Selected, Url } from './url';

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
  const lifetime = useModel(model, m => m.lifetime);
  const lifetimes = useModel(model, m => m.lifetimes);
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
          aria-busy={isBusy}
          onClick={() => void press(false)}
        >
          {isBusy
            ? trans.__('Making a token…')
            : isPage
              ? pageLabel
              : recipe.copyLabel(trans)}
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
      {way.kind === 'make' && lifetime !== null && lifetimes !== null ? (
        <Lifetime
          trans={trans}
          site={lifetimes}
          value={lifetime}
          onChange={seconds => {
            model.choose(seconds);
          }}
        />
      ) : null}
      <Steps {...props} />
    </>
  );
}
