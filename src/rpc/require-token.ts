import { timingSafeEqual } from 'node:crypto';
import { type Metadata, ServerInterceptingCall, type ServerInterceptor, status } from '@grpc/grpc-js';

/** What makes a token unfit, or null. */
export function tokenProblem(token: string): string | null {
  return token.length < TOKEN_LENGTH_MIN ? `is shorter than ${TOKEN_LENGTH_MIN} characters` : null;
}

/** Lets only calls through whose `authorization` is `Bearer <token>`; others end UNAUTHENTICATED. */
export function requireToken(token: string): ServerInterceptor {
  return (_method, call) =>
    new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, proceed) => {
            if (hasToken(metadata, token)) proceed(metadata);
            else call.sendStatus({ code: status.UNAUTHENTICATED, details: 'a bearer token is needed here' });
          },
        }),
    });
}

/** Short tokens can be guessed. */
const TOKEN_LENGTH_MIN = 16;

function hasToken(metadata: Metadata, token: string): boolean {
  const given = Buffer.from(String(metadata.get('authorization')[0] ?? ''));
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
