import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { LinkButton } from '../ui/linkbutton';
import { sentence } from '../ui/messages';
import { StateDot } from '../ui/statedot';
import {
  pageInTheWay,
  type RemedyId,
  remediesOf,
  type Weight
} from './remedies';
import type { IApp } from './types';
import { remedyWords } from './words';

export interface ITroubleProps {
  readonly app: IApp;
  readonly reason: string;
  readonly weight: Weight;
  readonly trans: TranslationBundle;
  /** An address below the host, in the page's own origin. */
  readonly urlOf: (path: string) => string;
  readonly onRemedy: (id: RemedyId) => void;
}

/** Why an app is as it is, and what can be done. */
export function Trouble(props: ITroubleProps): React.JSX.Element {
  const { app, reason, weight, trans, urlOf, onRemedy } = props;
  const { text } = sentence(trans, reason, {
    name: app.title,
    facts: app.detail
  });
  const page = pageInTheWay(app);
  const remedies = remediesOf(app);
  return (
    <div className="jp-RemoteIDE-errorLine" data-weight={weight}>
      {weight === 'note' ? null : <StateDot kind={weight} />}
      <span
        className={
          weight === 'note'
            ? 'jp-RemoteIDE-errorText jp-RemoteIDE-quiet'
            : 'jp-RemoteIDE-errorText'
        }
      >
        {text}
      </span>
      {remedies.length === 0 ? null : (
        <span className="jp-RemoteIDE-remedies">
          {remedies.map(id => {
            const { label, name } = remedyWords(trans, id, app);
            return id === 'open' && page !== null ? (
              <a
                key={id}
                href={urlOf(page)}
                target="_blank"
                rel="noopener"
                aria-label={name}
              >
                {label}
              </a>
            ) : (
              <LinkButton
                key={id}
                aria-label={name}
                onClick={() => {
                  onRemedy(id);
                }}
              >
                {label}
              </LinkButton>
            );
          })}
        </span>
      )}
    </div>
  );
}
