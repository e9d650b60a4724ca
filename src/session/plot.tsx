import * as React from 'react';

import { type ISample, SPAN } from './usage';

const WIDTH = 32;
const HEIGHT = 12;

/** The last minute: memory as an area, CPUs as a line. */
export function Plot(props: {
  samples: readonly ISample[];
  label: string;
}): React.JSX.Element {
  const { samples, label } = props;
  const newest = samples[samples.length - 1]?.at ?? 0;
  // Of a few seconds one sees a dot, which says nothing.
  const isShort = newest - (samples[0]?.at ?? 0) < SPAN / 10;
  const line = (kind: 'memory' | 'cpu') =>
    samples
      .flatMap(sample => {
        const part = sample[kind];
        const x = WIDTH * (1 + (sample.at - newest) / SPAN);
        return part === null || isShort
          ? []
          : `${x.toFixed(1)} ${(1 + (HEIGHT - 2) * (1 - part)).toFixed(1)}`;
      })
      .join('L');
  const [area, curve] = [line('memory'), line('cpu')];
  const first = area.split(' ', 1)[0] ?? '';
  return (
    <svg
      className="jp-RemoteIDE-plot"
      role="img"
      aria-label={label}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
    >
      <path
        d={area && `M${first} ${HEIGHT}L${area}V${HEIGHT}Z`}
        fill="currentColor"
        opacity="0.4"
      />
      <path d={curve && `M${curve}`} fill="none" stroke="currentColor" />
    </svg>
  );
}
