import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ISession } from '../contract';
import { useModel, useNow } from '../ui/hooks';
import { type DotKind, StateDot } from '../ui/statedot';
import { clockTime, duration, exactTime, number, sizeOf } from '../ui/words';
import { Plot } from './plot';
import { type IUsage, partOf, type UsageModel } from './usage';

/** What is said in a glance, and what whoever asks is told besides. */
interface IFact {
  readonly text: string;
  readonly details: readonly string[];
  /** Where something is near its end: a shape, and the word beside it. */
  readonly kind?: DotKind | undefined;
  readonly word?: string;
  readonly drawn?: React.ReactNode;
  /** Which part is left of the whole, where that is known. */
  readonly left?: number | null;
}

export interface IFactsProps {
  readonly trans: TranslationBundle;
  readonly session: ISession;
  readonly usage: UsageModel;
  /** How many seconds the server's clock is ahead. */
  readonly ahead: number;
}

/** Time left, and what is in use: one line, which unfolds. */
export function Facts(props: IFactsProps): React.JSX.Element | null {
  const { trans, session, usage, ahead } = props;
  const now = useNow(15_000) / 1000;
  const [memory, cpu] = useModel(usage, u => [
    u.of('memory')[0],
    u.of('cpu')[0]
  ]);
  const facts = [
    timeFact(trans, session, now, ahead),
    memory === undefined ? null : memoryFact(trans, memory, cpu, usage),
    gpuFact(trans, usage.of('gpu'))
  ].filter(fact => fact !== null);
  const details = facts.flatMap(fact => fact.details);
  return facts.length === 0 ? null : (
    <details className="jp-RemoteIDE-quiet jp-RemoteIDE-facts">
      <summary title={details.join('\n')}>
        {facts.map(({ text, kind, word, drawn, left }, index) => (
          <span
            key={index}
            className="jp-RemoteIDE-fact"
            style={left == null ? {} : { backgroundSize: barOf(left) }}
          >
            {kind === undefined ? null : <StateDot kind={kind} />}
            {kind === undefined ? text : `${text}, ${word ?? ''}`}
            {drawn}
          </span>
        ))}
      </summary>
      {details.map((detail, index) => (
        <p key={index}>{detail}</p>
      ))}
    </details>
  );
}

/** Below the words that say it. */
function barOf(part: number): string {
  return `${100 * part}% 2px, 100% 2px`;
}

/** By the server's clock: this computer's may be minutes off. */
function timeFact(
  trans: TranslationBundle,
  { start_time, end_time }: ISession,
  now: number,
  ahead: number
): IFact | null {
  if (end_time === null) {
    return null;
  }
  const left = end_time - now - ahead;
  const all = end_time - (start_time ?? end_time);
  const isKnown = all > 0 && left > 0;
  const end = end_time - ahead;
  return {
    text:
      left > 0
        ? trans.__('%1 left', duration(trans, left))
        : trans.__('Was to end at %1', clockTime(trans, end)),
    kind: left > 3600 ? undefined : left > 900 ? 'warn' : 'error',
    word:
      left > 900
        ? trans.__('ends soon')
        : left > 300
          ? trans.__('save your work')
          : trans.__('save now'),
    left: isKnown ? left / all : null,
    details: [
      ...(left > 0 ? [trans.__('Ends %1', exactTime(trans, end))] : []),
      ...(isKnown ? [trans.__('%1 in all', duration(trans, all))] : [])
    ]
  };
}

function memoryFact(
  trans: TranslationBundle,
  memory: IUsage,
  cpu: IUsage | undefined,
  usage: UsageModel
): IFact {
  const part = partOf(memory) ?? 0;
  const text = sizeOf(trans, memory.used ?? 0, memory.total ?? 0);
  return {
    text: memory.scope === 'machine' ? trans.__('Machine: %1', text) : text,
    kind: part < 0.9 ? undefined : part < 0.97 ? 'warn' : 'error',
    word: trans.__('nearly full'),
    drawn: (
      <Plot
        samples={usage.samples}
        label={trans.__('Memory and CPUs in the last minute')}
      />
    ),
    details: [
      trans.__('Memory: %1', whole(trans, memory, text)),
      ...(cpu?.used == null || cpu.total === null
        ? []
        : [
            trans.__(
              'CPUs: %1 of %2',
              number(trans, cpu.used),
              whole(trans, cpu, number(trans, cpu.total))
            )
          ])
    ]
  };
}

/** Where nothing limits this server, other users of the machine are counted too. */
function whole(
  trans: TranslationBundle,
  { scope }: IUsage,
  text: string
): string {
  return scope === 'machine' ? trans.__('%1 (whole machine)', text) : text;
}

function gpuFact(
  trans: TranslationBundle,
  gpus: readonly IUsage[]
): IFact | null {
  const percent = (value: number) =>
    number(trans, value, { style: 'percent', maximumFractionDigits: 0 });
  const all = gpus.reduce((sum, { used }) => sum + (used ?? NaN), 0);
  return gpus.length === 0
    ? null
    : {
        text: isNaN(all)
          ? trans._n('GPU', '%1 GPUs', gpus.length)
          : trans._n(
              'GPU %2',
              '%1 GPUs %2',
              gpus.length,
              percent(all / gpus.length)
            ),
        details: gpus.map(({ name, used, memory_used, memory_total }) =>
          [
            name,
            ...(used === null ? [] : [percent(used)]),
            ...(memory_used === null || memory_total === null
              ? []
              : [sizeOf(trans, memory_used, memory_total)])
          ].join(' · ')
        )
      };
}
