import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ISessionModel } from '../tokens';
import { useModel } from '../ui/hooks';
import { Card } from './card';
import { RECIPES } from './clients';
import type { ConnectModel } from './model';

export interface IConnectSectionProps {
  readonly trans: TranslationBundle;
  readonly model: ConnectModel;
  readonly session: ISessionModel;
  /** The server's root folder as the page knows it; empty where it does not. */
  readonly root: string;
  /** The hub's own pages; null where there is no hub. */
  readonly hubHome: string | null;
  readonly hubTokenPage: string | null;
  readonly announce: (text: string) => void;
}

/** One tab per client. */
export default function ConnectSection(
  props: IConnectSectionProps
): React.JSX.Element {
  const { trans } = props;
  const [selected, select] = React.useState(0);
  const tabs = React.useRef<HTMLDivElement>(null);
  const key = React.useId();
  const recipe = RECIPES[selected];
  const onKeyDown = (event: React.KeyboardEvent) => {
    const last = RECIPES.length - 1;
    const next = new Map([
      ['ArrowRight', selected === last ? 0 : selected + 1],
      ['ArrowLeft', selected === 0 ? last : selected - 1],
      ['Home', 0],
      ['End', last]
    ]).get(event.key);
    if (next !== undefined) {
      event.preventDefault();
      select(next);
      tabs.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
    }
  };
  return (
    <>
      <Truths {...props} />
      <div
        ref={tabs}
        className="jp-RemoteIDE-tabs"
        role="tablist"
        aria-label={trans.__('Program to connect')}
        onKeyDown={onKeyDown}
      >
        {RECIPES.map(({ id, name }, index) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${key}-${id}`}
            aria-selected={index === selected}
            aria-controls={`${key}-panel`}
            tabIndex={index === selected ? 0 : -1}
            onClick={() => {
              select(index);
            }}
          >
            {name}
          </button>
        ))}
      </div>
      {recipe === undefined ? null : (
        <div
          role="tabpanel"
          id={`${key}-panel`}
          className="jp-RemoteIDE-card"
          aria-labelledby={`${key}-${recipe.id}`}
        >
          {/* A card of its own per client, so that nothing revealed in one shows in another. */}
          <Card key={recipe.id} recipe={recipe} {...props} />
        </div>
      )}
    </>
  );
}

/** What surprises people, before it does: two short lines, and the rest one press away. */
function Truths(props: IConnectSectionProps): React.JSX.Element {
  const { trans, session, root, hubHome } = props;
  const host = useModel(session.session, s => s.data?.host ?? '');
  return (
    <div className="jp-RemoteIDE-truths">
      <p>
        {host === ''
          ? trans.__('Code runs on this server, with its packages.')
          : trans.__('Code runs on %1, with its packages.', host)}
      </p>
      <p>{trans.__('Your files stay on your computer.')}</p>
      <details>
        <summary>{trans.__('What to know')}</summary>
        <ul>
          <li>
            {root === ''
              ? trans.__(
                  'A relative path in a cell starts in the folder of the server.'
                )
              : trans.__(
                  'A relative path in a cell starts in %1 on the server.',
                  root
                )}
          </li>
          <li>{trans.__('Install packages on the server, not here.')}</li>
          <li>
            {hubHome === null ? (
              trans.__(
                'The server must run while you work. After a restart the same URL works again, until its token ends.'
              )
            ) : (
              <>
                {trans.__('The server must run while you work.')}{' '}
                <a href={hubHome} target="_blank" rel="noopener noreferrer">
                  {trans.__('Where to start it again')}
                </a>
              </>
            )}
          </li>
        </ul>
      </details>
    </div>
  );
}
