// What the strip on top says of the server is not said once more.
import { act, screen } from '@testing-library/react';

import { type Answer, json, minting, STATUS } from '../core/fakes';
import { Page } from './page';

const NAME = 'Copy connection URL for VS Code';
const broken: Answer = () => Promise.reject(new TypeError('Failed to fetch'));

describe('connect, where the server is out of reach', () => {
  let page: Page;

  beforeEach(() => {
    page = new Page();
  });

  it.each<[string, Answer, string]>([
    ['does not answer', broken, 'This needs the server.'],
    [
      'has no half of ours',
      () => json({}, 404),
      'This needs the server half of Remote IDE.'
    ]
  ])('leaves it to the strip that it %s', async (_, answer, words) => {
    const container = await page.start({ status: answer });
    expect(screen.getByText(words)).toBeVisible();
    expect(container).not.toHaveTextContent(/does not answer|enable/);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('says of a press why it failed as long as nobody else does', async () => {
    const container = await page.start();
    page.server.on('POST apitokens', broken).on('GET apitokens', broken);
    await page.press(NAME);
    expect(container).toHaveTextContent(/does not answer.*Try again/);
    page.server.on('GET status', broken);
    await act(() => page.session.refresh());
    expect(container).not.toHaveTextContent(/does not answer|Try again/);
    expect(container).toHaveTextContent('This needs the server.');
    page.server.on('GET status', () => json(STATUS));
    minting(page.server);
    await act(() => page.session.refresh());
    expect(container).not.toHaveTextContent(/does not answer|needs the server/);
    await page.press(NAME);
    expect(page.copied).toHaveLength(1);
  });
});
