import type { Endpoint } from './endpoint.ts';

export interface NoAnswer {
  /** Why nobody answers, and what that may come from. One line. */
  readonly message: string;
  /** Null: what comes after every error of the kind. */
  readonly next: string | null;
}

/** What a connection that was not made tells; `details` are the gRPC library's. */
export function describeNoAnswer(details: string, endpoint: Endpoint): NoAnswer {
  const { target } = endpoint;
  const { advice, next } = target.startsWith('unix:') ? ofSocket(details) : ofAddress(details, endpoint);
  return { message: `no sidecar answers at ${target} (${cause(details)}). ${advice}`, next };
}

interface Advice {
  readonly advice: string;
  readonly next: string | null;
}

/** The system's error out of what the gRPC library and OpenSSL wrap around it. */
function cause(details: string): string {
  const [, inner = details] = /Last error: (?:Error: )?([\s\S]+?)\s*\. Resolution note/.exec(details) ?? [];
  return inner.replace(/^\w+:error:\w+:SSL routines:\w*:([^:]+):[\s\S]*$/, '$1').replaceAll(/\s+/g, ' ');
}

function ofSocket(details: string): Advice {
  if (details.includes('EACCES'))
    return {
      advice: 'This user may not open the socket: join its group, or run as its owner',
      next: null,
    };
  if (details.includes('ENOENT'))
    return {
      advice: 'There is no such socket: is the sidecar running, and is this its ops_socket?',
      next: null,
    };
  return { advice: 'Is it running? Start it with: cburst sidecar --config FILE', next: null };
}

/** A check is of use where the sidecar is, which need not be here. */
function ofAddress(details: string, { tls }: Endpoint): Advice {
  if (details.includes('wrong pin'))
    return {
      advice: 'Is --pin that of the certificate in its [api] tls_certificate? Else somebody stands between',
      next: PIN_NEXT,
    };
  if (tls && details.includes('SSL routines'))
    return {
      advice:
        'What listens there speaks no TLS: without tls_key in its [api] there is none, on loopback only',
      next: 'the same without --pin, on loopback; else cburst check, where the sidecar is',
    };
  if (!tls && !/ECONN|EHOST|ENET|ENOTFOUND|EAI_|ETIMEDOUT/.test(details))
    return {
      advice: 'What listens there speaks TLS, or is no sidecar: with tls_key in its [api] its pin is needed',
      next: PIN_NEXT,
    };
  return {
    advice: 'Is it running, and is this its [api] tcp?',
    next: 'cburst check, where the sidecar is',
  };
}

const PIN_NEXT =
  'the same with --pin and the pin of its API: cburst check --all, where the sidecar is, tells it';
