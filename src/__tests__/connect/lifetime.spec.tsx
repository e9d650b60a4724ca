import { nullTranslator } from '@jupyterlab/translation';
import { fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';

import { Lifetime } from '../../connect/lifetime';
import { DEFAULT_LIFETIME } from '../../connect/types';

const trans = nullTranslator.load('jupyterlab_remote_ide');

function Held(): React.JSX.Element {
  const [value, onChange] = React.useState(DEFAULT_LIFETIME);
  return <Lifetime {...{ trans, value, onChange }} />;
}

function choose(label: 'Lifetime' | 'Days', value: string): void {
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
}

function field(): HTMLInputElement {
  return screen.getByLabelText<HTMLInputElement>('Days');
}

describe('connect/lifetime', () => {
  it.each(['0', '-1', '2.5', '3651', '99999', ''])(
    'refuses “%s” days and keeps what was chosen before',
    wrong => {
      render(<Held />);
      choose('Lifetime', 'custom');
      expect(field().value).toBe('7');
      expect(field()).toHaveAttribute('aria-invalid', 'false');
      choose('Days', '3');
      choose('Days', wrong);
      expect(field()).toHaveAttribute('aria-invalid', 'true');
      expect(field()).toHaveAccessibleDescription(
        'Whole days, from 1 to 3650.'
      );
      expect(screen.getByText('New tokens work for 3 days')).toBeVisible();
      choose('Days', '3650');
      expect(field()).toHaveAttribute('aria-invalid', 'false');
      expect(screen.queryByRole('alert')).toBeNull();
      expect(screen.getByText('New tokens work for 3650 days')).toBeVisible();
    }
  );

  it('begins other days with what is in force', () => {
    render(<Held />);
    choose('Lifetime', '28800');
    choose('Lifetime', 'custom');
    expect(field().value).toBe('1');
    expect(screen.getByText('New tokens work for 1 day')).toBeVisible();
  });
});
