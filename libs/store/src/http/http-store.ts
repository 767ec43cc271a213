import { userError } from '@nhat/documents';
import type { BackendKind } from '../backend-kind';
import { httpBackend } from './http-backend';
import type { HttpPlace } from './http-backend';

/** A store on a server; NHAT_STORE holds its address, NHAT_STORE_TOKEN what the server lets this user in by. */
export const httpStore: BackendKind = {
  form: 'https://HOST/PATH, a server with the layout of Bazel’s cache',
  isFor: (location) => /^https?:\/\//i.test(location),
  open: (location, _root, environment = {}) =>
    httpBackend(httpPlace(location, environment['NHAT_STORE_TOKEN'])),
};

/** Throws a UserError that repeats neither a token nor an address with a password in it. */
export function httpPlace(location: string, token: string | undefined): HttpPlace {
  const where = 'NHAT_STORE';
  const url = URL.canParse(location) ? new URL(location) : undefined;
  if (url === undefined) {
    throw userError(where, 'not an address', { expected: 'https://HOST/PATH' });
  }
  if (url.username !== '' || url.password !== '') {
    throw userError(where, 'a user or a password in the address, which appears in messages', {
      advice: 'Put it into NHAT_STORE_TOKEN, as USER:PASSWORD.',
    });
  }
  if (url.search !== '' || url.hash !== '') {
    throw userError(where, 'an address of a store has neither ? nor #', {
      expected: 'https://HOST/PATH',
    });
  }
  if (token === undefined || token === '') return { url };
  if (/^[\x21-\x7e]+$/.test(token)) return { url, token };
  throw userError('NHAT_STORE_TOKEN', 'a character that a token cannot have', {
    expected: 'letters, digits and signs of ASCII without spaces and line ends',
  });
}
