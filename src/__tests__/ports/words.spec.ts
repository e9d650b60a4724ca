import { nullTranslator } from '@jupyterlab/translation';

import { sentence } from '../../ui/messages';

const trans = nullTranslator.load('');

it('words a reason as a port’s where no app is named', () => {
  expect(sentence(trans, 'other-user-on-port').text).toMatch(
    /^Another user has a program on the same port/
  );
  expect(sentence(trans, 'not-http').text).toMatch(/^This port/);
});
