import { screen } from '@testing-library/react';

import { minting } from '../core/fakes';
import { NAME, Site } from './site';

const SAID = /cannot pass your portal’s login: use an SSH tunnel/;

describe('below a portal with a login of its own', () => {
  afterEach(() => {
    history.replaceState(null, '', '/');
  });

  it.each([
    ['/node/cn01.example.org/8888/lab', 1],
    ['/rnode/cn01/41234/lab/tree/a.ipynb', 1],
    ['/user/ann/lab', 0],
    ['/node/cn01/lab', 0],
    ['/user/node/cn01/8888/lab', 0]
  ])('says at %s that an IDE cannot pass it', async (path, times) => {
    history.replaceState(null, '', path);
    const site = new Site();
    minting(site.server);
    await site.draw();
    expect(screen.queryAllByText(SAID)).toHaveLength(times);
    await site.press(NAME);
    expect(screen.queryAllByText(SAID)).toHaveLength(times);
  });
});
