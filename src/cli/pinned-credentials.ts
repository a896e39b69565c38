import type { Socket } from 'node:net';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { CallCredentials, ChannelCredentials } from '@grpc/grpc-js';
import { formatPin, type Pin, samePin } from '../peer/spki-pin.ts';
import { provenPin } from '../peer/tls-options.ts';

export interface ServerTls {
  /** Of the key that the sidecar's API is served with. */
  readonly pin: Pin;
  /** What this client proves who it is with, PEM; null: by a token. The key is secret. */
  readonly identity: { readonly key: string; readonly certificate: string } | null;
}

/**
 * TLS to a server that is known by the pin of its key, as sidecars know each other: names, dates and issuers say nothing. gRPC's
 * own credentials cannot do that, they judge a certificate by who signed it. Throws when key and certificate do not fit.
 */
export class PinnedCredentials extends ChannelCredentials {
  readonly #pin: Pin;
  readonly #context: SecureContext;

  constructor({ pin, identity }: ServerTls) {
    super();
    this.#pin = pin;
    const own = identity === null ? {} : { key: identity.key, cert: identity.certificate };
    this.#context = createSecureContext({ ...own, minVersion: 'TLSv1.3' });
  }

  override _isSecure(): boolean {
    return true;
  }

  override _equals(other: ChannelCredentials): boolean {
    return this === other;
  }

  override _createSecureConnector(
    _target: unknown,
    _options: unknown,
    callCredentials: CallCredentials = CallCredentials.createEmpty(),
  ) {
    return {
      connect: async (socket: Socket) => ({ socket: await this.#secure(socket), secure: true }),
      waitForReady: async () => {},
      getCallCredentials: () => callCredentials,
      destroy: () => {},
    };
  }

  #secure(socket: Socket): Promise<TLSSocket> {
    return new Promise((resolve, reject) => {
      const secure = connect({
        socket,
        secureContext: this.#context,
        ALPNProtocols: ['h2'],
        // The pin is what is verified.
        rejectUnauthorized: false,
      });
      secure.on('error', reject);
      secure.once('secureConnect', () => {
        const proven = provenPin(secure);
        if (proven !== null && samePin(proven, this.#pin)) return resolve(secure);
        const shown = proven === null ? 'no key' : formatPin(proven);
        secure.destroy();
        reject(new Error(`wrong pin: the server proves ${shown}`));
      });
    });
  }
}
