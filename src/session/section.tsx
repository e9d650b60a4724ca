import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import sessionStyles from '../../src/session/session.raw.css';

import type { Watch } from '../tokens';
import { AWAY, Away } from '../ui/away';
import { ErrorLine } from '../ui/errorline';
import { useModel } from '../ui/hooks';
import { sentence } from '../ui/messages';
import { Note } from '../ui/note';
import { clockTime } from '../ui/words';
import { Facts } from './facts';
import { Lost } from './lost';
import type { SessionModel } from './model';
import { UsageModel } from './usage';
import { addStyles } from '../ui/styles';

addStyles(sessionStyles);

export interface ISessionSectionProps {
  readonly trans: TranslationBundle;
  readonly model: SessionModel;
  readonly watch: Watch;
  /** Asks the server once more. */
  readonly onRetry: () => void;
  /** Asks for everything in the panel. */
  readonly onRefresh: () => void;
}

/** The strip at the top: only facts that exist, and the one place that tells of a lost server. */
export default function SessionSection(
  props: ISessionSectionProps
): React.JSX.Element {
  const { trans, model, watch, onRetry, onRefresh } = props;
  const status = useModel(model.status, s => s.data);
  const problem = useModel(model.status, s => s.problem);
  const loss = useModel(model, m => m.loss);
  const isAsked = useModel(model.status, s => s.state === 'loading');
  const isLive = useModel(model, m => m.isLive);
  const session = useModel(model.session, s => s.data);
  const isComing = useModel(model.session, s => s.problem === null);
  const ahead = useModel(model.session, () => model.ahead);
  const box = React.useRef<HTMLDivElement>(null);
  const usage = useUsage(watch, box, status !== null);
  const reason = loss?.reason ?? problem?.reason ?? null;
  // What one request met while the socket stands is no loss of the server.
  const isAway =
    reason !== null && AWAY.includes(reason) && (loss !== null || !isLive);
  useTelling(isAway, onRefresh);
  const names = [
    ...(session?.job == null ? [] : [trans.__('job %1', session.job.id)]),
    ...(status?.server_name ? [trans.__('server %1', status.server_name)] : [])
  ];
  const [host, ...more] = [
    ...(session === null ? [] : [session.host]),
    ...names
  ];
  return (
    <>
      <div ref={box} className="jp-RemoteIDE-strip">
        {host === undefined && !isComing ? null : (
          <p className="jp-RemoteIDE-where" title={[host, ...more].join(' · ')}>
            {/* Its line is there before it is. */}
            <strong>{host ?? '\u00a0'}</strong>
            {more.map(name => ` · ${name}`)}
          </p>
        )}
        {session === null || ahead === null ? null : (
          <Facts {...{ trans, session, usage, ahead }} />
        )}
        {status?.warnings
          .filter(each => !model.isLeft(each))
          .map(each => (
            <Note key={each} kind="warn">
              {
                sentence(trans, each, {
                  detail: status.details[each] ?? ''
                }).text
              }
            </Note>
          ))}
        {isAway ? null : (
          <div role="status">
            {reason === null ? null : (
              <ErrorLine
                trans={trans}
                reason={reason}
                actions={{ retry: onRetry, refresh: onRefresh }}
              />
            )}
            {loss === null ? null : (
              <p className="jp-RemoteIDE-quiet">
                {trans.__(
                  'What you see is as of %1.',
                  clockTime(trans, loss.since / 1000)
                )}
              </p>
            )}
          </div>
        )}
      </div>
      {/* Beside the strip, so that it stays in view while that scrolls away. */}
      {isAway ? (
        <Lost
          {...{ trans, reason, isAsked, onRetry }}
          since={loss?.since ?? null}
          retryAt={model.retryAt}
        />
      ) : null}
    </>
  );
}

/** Follows what is in use while this can be seen: not in a hidden panel, nor where it is scrolled away. */
function useUsage(
  watch: Watch,
  box: React.RefObject<HTMLElement>,
  isThere: boolean
): UsageModel {
  const usage = React.useMemo(() => new UsageModel(watch), [watch]);
  const [isSeen, setSeen] = React.useState(false);
  React.useEffect(() => {
    const observer = new IntersectionObserver(entries => {
      setSeen(entries[entries.length - 1]?.isIntersecting ?? false);
    });
    if (box.current !== null) {
      observer.observe(box.current);
    }
    return () => {
      observer.disconnect();
    };
  }, [box]);
  React.useEffect(() => {
    usage.look(isSeen && isThere);
    return () => {
      usage.look(false);
    };
  }, [usage, isSeen, isThere]);
  return usage;
}

/** Keeps the other parts from telling it too, and lets them ask anew when the server is back. */
function useTelling(isAway: boolean, onBack: () => void): void {
  const { tell } = React.useContext(Away);
  const wasAway = React.useRef(false);
  React.useLayoutEffect(() => {
    tell(isAway);
    if (wasAway.current && !isAway) {
      onBack();
    }
    wasAway.current = isAway;
  }, [isAway]);
}
