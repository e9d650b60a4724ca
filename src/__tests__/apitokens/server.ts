// A server with API tokens, for the specs beside.
import { ApiTokensModel } from '../../apitokens/model';
import { SessionModel } from '../../session/model';
import {
  apiTokenRow,
  type FakeServer,
  json,
  LIFETIMES,
  STATUS
} from '../core/fakes';

export function make(
  server: FakeServer,
  status: object = STATUS
): ApiTokensModel {
  server.on('GET status', () => json(status));
  const connection = server.connection();
  return new ApiTokensModel(connection, new SessionModel(connection));
}

let seq = 0;

/** The number of the next list: each is newer than all before. */
export function nextSeq(): number {
  seq += 1;
  return seq;
}

/** Lets the server list these tokens from now on. */
export function list(server: FakeServer, ...ids: string[]): void {
  server.on('GET apitokens', () =>
    json({
      now: 2000,
      seq: nextSeq(),
      apitokens: ids.map(apiTokenRow),
      lifetimes: LIFETIMES
    })
  );
}

export function settle(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 20));
}
