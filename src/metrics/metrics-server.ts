import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import type { Address } from '../config/sidecar-config.ts';

// As a module of ES it would load all that fetch is made of, for names that nobody asks for: 50 ms of every start.
const { createServer } = process.getBuiltinModule('node:http');

/** Scrapers at a time: two of them, and a person who looks. More connections are closed. */
const CONNECTIONS_MAX = 16;
/** A scraper's request is a few hundred bytes. */
const HEADER_BYTES_MAX = 8192;
/** It comes at once; one that does not is no scraper. */
const REQUEST_MS_MAX = 5000;

/** `GET /metrics` over HTTP: the registry as Prometheus' text. Nothing else is answered, and nothing is asked of who asks. */
export class MetricsServer {
  readonly #registry: Pick<Registry, 'metrics' | 'contentType'>;
  readonly #server: Server;

  constructor(registry: Pick<Registry, 'metrics' | 'contentType'>) {
    this.#registry = registry;
    this.#server = createServer(
      {
        maxHeaderSize: HEADER_BYTES_MAX,
        headersTimeout: REQUEST_MS_MAX,
        requestTimeout: REQUEST_MS_MAX,
        connectionsCheckingInterval: REQUEST_MS_MAX,
      },
      (request, response) => this.#answer(request, response),
    );
    this.#server.maxConnections = CONNECTIONS_MAX;
  }

  /** Resolves with the port. Rejects with the operating system's error. */
  start({ host, port }: Address): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  /** Ends every connection. */
  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #answer({ method, url }: IncomingMessage, response: ServerResponse): void {
    if (url !== '/metrics') {
      refuse(response, 404, 'only /metrics is here');
    } else if (method !== 'GET') {
      response.setHeader('Allow', 'GET');
      refuse(response, 405, 'only GET is answered');
    } else {
      this.#tell(response);
    }
  }

  #tell(response: ServerResponse): void {
    this.#registry.metrics().then(
      (text) => {
        response.setHeader('Content-Type', this.#registry.contentType);
        response.end(text);
      },
      (error: Error) => refuse(response, 500, error.message),
    );
  }
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  // A body that nobody reads would be the next request.
  response.setHeader('Connection', 'close');
  response.end(`${why}\n`);
}
