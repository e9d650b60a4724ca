import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import doctorStyles from '../../../src/connect/doctor/doctor.raw.css';

import { ErrorLine } from '../../ui/errorline';
import { useModel } from '../../ui/hooks';
import { LinkButton } from '../../ui/linkbutton';
import { Note } from '../../ui/note';
import { addStyles } from '../../ui/styles';
import type { ConnectModel } from '../model';
import type { ICheck } from './checks';
import { explain } from './errors';
import { DoctorModel } from './model';
import { checkWords } from './words';

addStyles(doctorStyles);

export interface IDoctorProps {
  readonly trans: TranslationBundle;
  readonly model: ConnectModel;
  /** The id of the client. */
  readonly client: string;
  /** What its recipe says that goes wrong here. */
  readonly caveats: readonly string[];
  /** Nobody has asked: only a certificate that programs refuse is told. */
  readonly isUnasked?: boolean;
}

/** What may keep an IDE from getting in, looked for when this is drawn, and what an IDE's error means. */
export default function Doctor(props: IDoctorProps): React.JSX.Element | null {
  const { trans, model, client, caveats, isUnasked } = props;
  const doctor = React.useMemo(() => new DoctorModel(model), [model]);
  const checks = useModel(doctor, d => d.checks);
  const problem = useModel(doctor, d => d.problem);
  const isTokenTried = useModel(doctor, d => d.isTokenTried);
  const check = () => void doctor.check(client);
  React.useEffect(() => {
    void (isUnasked ? doctor.checkCertificate() : doctor.check(client));
  }, [doctor, client, isUnasked]);
  if (isUnasked) {
    const refused = checks?.find(
      ({ id, ok }) => id === 'certificate' && ok === false
    );
    return refused ? <Found trans={trans} check={refused} /> : null;
  }
  return (
    <div className="jp-RemoteIDE-doctor">
      <div role="status">
        {checks === null ? (
          <Note kind="busy">{trans.__('Checking…')}</Note>
        ) : (
          <>
            {caveats.map(caveat => (
              <Note key={caveat} kind="warn">
                {caveat}
              </Note>
            ))}
            {checks.map(found => (
              <Found key={found.id} trans={trans} check={found} />
            ))}
            {problem === null ? null : (
              <ErrorLine trans={trans} reason={problem} />
            )}
            {isTokenTried || !model.facts.wantsToken ? null : (
              <Note kind="off">
                {trans.__(
                  'No token was tried: this page has none. Copy a connection URL and check again.'
                )}
              </Note>
            )}
            {problem === null &&
            caveats.length === 0 &&
            checks.every(({ ok }) => ok !== false) &&
            checks.some(({ id, ok }) => id === 'outside' && ok) ? (
              <p>{trans.__('Nothing was found that keeps an IDE out.')}</p>
            ) : null}
          </>
        )}
      </div>
      {checks === null ? null : (
        <p>
          <LinkButton onClick={check}>{trans.__('Check again')}</LinkButton>
        </p>
      )}
      <Explain trans={trans} />
    </div>
  );
}

function Found(props: {
  trans: TranslationBundle;
  check: ICheck;
}): React.JSX.Element | null {
  const { trans, check } = props;
  const text = checkWords(trans, check);
  return text === null ? null : (
    <Note
      kind={check.ok === null ? 'off' : check.ok ? 'ok' : 'error'}
      data-check={check.id}
    >
      {text}
    </Note>
  );
}

/** What an IDE said, which is kept nowhere, and what it means. */
function Explain({ trans }: { trans: TranslationBundle }): React.JSX.Element {
  const [text, setText] = React.useState('');
  return (
    <>
      <label>
        {trans.__('Paste the error message of your IDE')}
        <textarea
          className="jp-RemoteIDE-input"
          rows={2}
          value={text}
          onChange={event => {
            setText(event.currentTarget.value);
          }}
        />
      </label>
      <div role="status">
        {text.trim() === ''
          ? null
          : (explain(trans, text) ??
            trans.__(
              'That is not known here. “Check again” may tell more; show both to your support.'
            ))}
      </div>
    </>
  );
}
