import { ReactWidget } from '@jupyterlab/ui-components';
import { ServerConnection } from '@jupyterlab/services';
import { Widget } from '@lumino/widgets';
import { act, screen } from '@testing-library/react';
import * as React from 'react';

describe('the test environment', () => {
  it('draws a React widget of JupyterLab', async () => {
    const widget = ReactWidget.create(<button>Copy</button>);
    await act(async () => {
      Widget.attach(widget, document.body);
      await new Promise(resolve => requestIdleCallback(resolve));
    });
    expect(screen.getByRole('button', { name: 'Copy' })).toBeInTheDocument();
    act(() => {
      widget.dispose();
    });
  });

  it('has fetch, so that server settings can be made', () => {
    const settings = ServerConnection.makeSettings({ baseUrl: '/jh/' });
    expect(new settings.Request('http://x/y').url).toBe('http://x/y');
  });
});
