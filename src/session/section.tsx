import type { TranslationBundle } from '@jupyterlab/translation';
import { ellipsesIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import '../../src/session/session.css';

import { ErrorLine } from '../ui/errorline';
import { useModel, useNow } from '../ui/hooks';
import { sentence } from '../ui/messages';
import { StateDot } from '../ui/statedot';
import { clockTime, duration, exactTime, size } from '../ui/words';
import type { SessionModel } from './model';
import type { ILoss, ISession } from './types';

/** Of these a server comes back by itself. */
const AWAY = ['network', 'server-unreachable', 'timeout'];

export interface ISessionSectionProps {
  readonly trans: TranslationBundle;
  readonly model: SessionModel;
  /** Asks the server once more. */
  readonly onRetry: () => void;
  /** Asks for everything in the panel. */
  readonly onRefresh: () => void;
  /** Opens the menu below a button. */
  readonly onMenu: (anchor: HTMLElement) => void;
}

/** The strip at the top: only facts that exist. */
export default function SessionSection(
  props: ISessionSectionProps
): React.JSX.Element {
  const { trans, model, onRetry, onRefresh, onMenu } = props;
  const status = useModel(model.status, s => s.data);
  const problem = useModel(model.status, s => s.problem);
  const loss = useModel(model, m => m.loss);
  const session = useModel(model.session, s => s.data);
  const asOf = useModel(model.session, s => s.asOf);
  const server = status?.server_name ?? '';
  const isAway = AWAY.includes(loss?.reason ?? '');
  return (
    <div className="jp-RemoteIDE-strip">
      <div className="jp-RemoteIDE-stripTop">
        <strong className="jp-RemoteIDE-host" title={session?.host}>
          {session?.host ?? window.location.hostname}
        </strong>
        <button
          type="button"
          className="jp-RemoteIDE-button jp-mod-minimal"
          aria-haspopup="menu"
          aria-label={trans.__('More')}
          title={trans.__('More')}
          onClick={event => {
            onMenu(event.currentTarget);
          }}
        >
          <ellipsesIcon.react tag="span" aria-hidden="true" />
        </button>
      </div>
      {session === null ? null : (
        <Facts trans={trans} session={session} server={server} />
      )}
      {session?.end_time == null || asOf === null ? null : (
        <TimeLeft
          trans={trans}
          end={session.end_time}
          offset={session.now - asOf / 1000}
        />
      )}
      {status?.warnings
        .filter(reason => !model.isLeft(reason))
        .map(reason => (
          <p key={reason} className="jp-RemoteIDE-warning">
            <StateDot kind="warn" />
            <span>
              {
                sentence(trans, reason, {
                  detail: status.details[reason] ?? ''
                }).text
              }
            </span>
          </p>
        ))}
      <div role="status">
        {loss === null && problem === null ? null : (
          <ErrorLine
            trans={trans}
            reason={reachWord(loss?.reason ?? problem?.reason ?? '')}
            actions={{ retry: onRetry, refresh: onRefresh }}
            {...(isAway ? { retryLabel: trans.__('Try now') } : {})}
          />
        )}
        {loss === null ? null : <AsOf trans={trans} loss={loss} />}
      </div>
      {isAway ? <NextTry trans={trans} model={model} /> : null}
    </div>
  );
}

/** The browser's word for it is a hint alone: some say that they are offline behind a tunnel that works. */
function reachWord(reason: string): string {
  return reason === 'network' && !navigator.onLine ? 'offline' : reason;
}

function AsOf(props: {
  trans: TranslationBundle;
  loss: ILoss;
}): React.JSX.Element {
  const { trans, loss } = props;
  return (
    <p className="jp-RemoteIDE-quiet">
      {trans.__(
        'What you see is as of %1.',
        clockTime(trans, loss.since / 1000)
      )}
    </p>
  );
}

/** Outside of what is read aloud: a clock that ticks is no news. */
function NextTry(props: {
  trans: TranslationBundle;
  model: SessionModel;
}): React.JSX.Element {
  const { trans, model } = props;
  const now = useNow(1000);
  const { retryAt } = model;
  const seconds = retryAt === null ? 0 : Math.ceil((retryAt - now) / 1000);
  return (
    <p className="jp-RemoteIDE-quiet">
      {seconds > 0
        ? trans._n(
            'Trying again in %1 second.',
            'Trying again in %1 seconds.',
            seconds
          )
        : trans.__('Trying again…')}
    </p>
  );
}

function Facts(props: {
  trans: TranslationBundle;
  session: ISession;
  server: string;
}): React.JSX.Element | null {
  const { trans, session, server } = props;
  const { job, resources } = session;
  const facts: string[] = [];
  if (server !== '') {
    facts.push(trans.__('server %1', server));
  }
  if (job !== null) {
    facts.push(trans.__('job %1', job.id));
  }
  if (resources.cpu_count !== null) {
    facts.push(trans._n('%1 CPU', '%1 CPUs', resources.cpu_count));
  }
  if (resources.memory_limit !== null) {
    facts.push(trans.__('%1 memory', size(trans, resources.memory_limit)));
  }
  return facts.length === 0 ? null : (
    <p className="jp-RemoteIDE-quiet">{facts.join(' · ')}</p>
  );
}

function TimeLeft(props: {
  trans: TranslationBundle;
  end: number;
  offset: number;
}): React.JSX.Element {
  const { trans, end, offset } = props;
  // The server's clock: this computer's may be minutes off.
  const left = end - (useNow(15_000) / 1000 + offset);
  const kind = left < 900 ? 'error' : left < 3600 ? 'warn' : 'off';
  const here = end - offset;
  const clock = clockTime(trans, here);
  return (
    <p className="jp-RemoteIDE-warning" title={exactTime(trans, here)}>
      <StateDot kind={kind} />
      <span>
        {left > 0
          ? trans.__('Ends at %1, in %2', clock, duration(trans, left))
          : trans.__('Was to end at %1', clock)}
      </span>
    </p>
  );
}
