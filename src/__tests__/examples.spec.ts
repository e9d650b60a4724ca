import { readFileSync } from 'fs';
import { join } from 'path';

import { parse } from 'yaml';

import {
  apiToken,
  apiTokensReply,
  createdApiToken,
  pastedAnswer
} from '../apitokens/types';
import { appReply, appsReply, logReply, startReply } from '../apps/types';
import { checksReply } from '../connect/doctor/checks';
import { kernelMade, kernelsReply } from '../connect/kernels/types';
import { tunnel } from '../connect/clients/tunnel';
import { boolean, type Decoder, shape } from '../core/decode';
import { hello } from '../core/outsider';
import { language } from '../pages/language';
import { portsReply } from '../ports/types';
import { session, status } from '../session/types';

interface IReply {
  readonly content?: Record<string, { readonly schema: { $ref: string } }>;
}

interface IApi {
  readonly paths: Record<
    string,
    Record<string, { readonly responses: Record<string, IReply> }>
  >;
  readonly components: {
    readonly schemas: Record<string, { readonly example?: unknown }>;
  };
}

const DECODERS: Record<string, Decoder<unknown>> = {
  'get /status': status,
  'get /session': session,
  'get /connect/tunnel': tunnel,
  'get /connect/kernels': kernelsReply,
  'post /connect/kernels': kernelMade,
  'post /connect/check': checksReply,
  'get /connect/hello': hello,
  'get /language': language,
  'get /apitokens': apiTokensReply,
  'post /apitokens': createdApiToken,
  'post /pasted-apitoken': pastedAnswer,
  // The page reads the list after it.
  'patch /apitokens/{id}': shape({ apitoken: apiToken, clamped: boolean }),
  'get /ports': portsReply,
  'get /apps': appsReply,
  'post /apps/{name}/start': startReply,
  'post /apps/{name}/stop': appReply,
  'post /apps/{name}/restart': appReply,
  'post /apps/{name}/show': appReply,
  'post /apps/{name}/release': appReply,
  'get /apps/{name}/log': logReply
};

const FILE = join(__dirname, '../../jupyterlab_remote_ide/rest-api.yml');
const api = parse(readFileSync(FILE, 'utf8')) as IApi;

/** What each request is answered where all is well, and with a body. */
const examples = Object.entries(api.paths).flatMap(([path, verbs]) =>
  Object.entries(verbs).flatMap(([verb, { responses }]) =>
    Object.entries(responses)
      .filter(([code, { content }]) => code.startsWith('2') && content)
      .map(([, { content }]): [string, unknown] => {
        const { $ref } = content!['application/json']!.schema;
        const name = $ref.split('/').at(-1)!;
        return [`${verb} ${path}`, api.components.schemas[name]?.example];
      })
  )
);

it('has a decoder for each reply', () => {
  expect(Object.keys(DECODERS)).toEqual(examples.map(([key]) => key));
});

it.each(examples)('decodes the example of %s', (key, example) => {
  expect(example).toBeDefined();
  expect(() => DECODERS[key]!(example)).not.toThrow();
});
