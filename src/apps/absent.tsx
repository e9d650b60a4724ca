import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { LinkButton } from '../ui/linkbutton';
import { sentence } from '../ui/messages';
import type { IApp } from './types';
import { installWords } from './words';

export interface IAbsentProps {
  /** Of the element, for the row that unfolds it. */
  readonly id: string;
  readonly app: IApp;
  readonly trans: TranslationBundle;
  /** Asks the server whether it is there by now; true when it answered. */
  readonly onAgain: () => Promise<boolean>;
}

/** What to do about what an app lacks. */
export function Absent(props: IAbsentProps): React.JSX.Element {
  const { id, app, trans, onAgain } = props;
  const { reason, title } = app;
  const [look, setLook] = React.useState<'none' | 'busy' | 'done'>('none');
  const lookAgain = async () => {
    setLook('busy');
    setLook((await onAgain()) ? 'done' : 'none');
  };
  const isNotFound = reason === null || reason === 'program-missing';
  return (
    <div id={id} className="jp-RemoteIDE-absent">
      <p>
        <Cure app={app} trans={trans} />
      </p>
      <p>
        <LinkButton
          aria-label={trans.__('Look again whether %1 is there', title)}
          onClick={() => void lookAgain()}
        >
          {trans.__('Look again')}
        </LinkButton>{' '}
        <span className="jp-RemoteIDE-quiet" role="status">
          {look === 'busy' ? trans.__('Looking…') : null}
          {/* Where the app is there by now, none of this is. */}
          {look === 'done'
            ? isNotFound
              ? trans.__('Still not found.')
              : trans.__('Not ready yet.')
            : null}
        </span>
      </p>
    </div>
  );
}

/** What to do, for a person who may not be allowed to. */
function Cure({
  app,
  trans
}: Pick<IAbsentProps, 'app' | 'trans'>): React.JSX.Element {
  const { install_hint: hint, modules, reason, state, title } = app;
  if (state === 'module-needed' && modules.length > 0) {
    const name = modules.join(trans.__(' or '));
    return (
      <>
        {trans.__(
          'Start your server with the module %1, or ask your administrator.',
          name
        )}
      </>
    );
  }
  // That it is not installed the word beside the title says.
  if (reason === 'program-missing' && hint !== null) {
    return (
      <>
        <Linked text={installWords(trans, hint)} />{' '}
        {trans.__('Or ask your administrator to.')}
      </>
    );
  }
  return (
    <>
      {sentence(trans, reason ?? state, { name: title }).text}{' '}
      {reason === 'needs-server-restart'
        ? null
        : trans.__('Ask your administrator.')}
    </>
  );
}

/** A text with the addresses in it as links. */
function Linked({ text }: { text: string }): React.JSX.Element {
  const parts = text.split(/(https?:\/\/[^\s)]+)/);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 0 ? (
          part
        ) : (
          <a key={part} href={part} target="_blank" rel="noopener noreferrer">
            {part.replace(/^https?:\/\//, '').replace(/\/$/, '')}
          </a>
        )
      )}
    </>
  );
}
