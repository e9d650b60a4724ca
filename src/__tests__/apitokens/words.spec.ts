import { nullTranslator } from '@jupyterlab/translation';

import { words } from '../../apitokens/words';

const trans = nullTranslator.load('jupyterlab_remote_ide');
const file = '/home/anna/t.json';

describe('apitokens/words', () => {
  it.each([
    [
      'token-unreadable',
      { cure: 'open' },
      /chmod u\+rw "\/home\/anna\/t.json"/
    ],
    ['token-unreadable', { cure: 'retry' }, /The disk fails to read/],
    ['token-other-version', { version: 'newer' }, /newer version .* remove it/],
    ['token-other-version', { version: 'older' }, /older version .*Remove it/],
    [
      'storage-untrusted',
      { cure: 'close' },
      /Other accounts may write .*chmod go-w "\/home\/anna\/t.json"/
    ],
    [
      'storage-untrusted',
      { cure: 'delete' },
      /is a link, .*mv "\/home\/anna\/t.json"/
    ]
  ])('says of %s %j how it is mended', (reason, facts, says) => {
    const text = words.sentence(trans, reason, { facts: { file, ...facts } });
    expect(text).toMatch(says);
  });
});
