import { Counter, type Registry } from 'prom-client';
import type { RefusedCall } from '../access/admission.ts';

/** Counts calls of the API that were refused. */
export class ApiMetrics {
  readonly #refused: Counter<'reason' | 'role'>;

  constructor(registry: Registry) {
    this.#refused = new Counter({
      name: 'cburst_api_refused_calls_total',
      help: 'Calls of the API that were refused, by reason and role of the caller',
      labelNames: ['reason', 'role'],
      registers: [registry],
    });
  }

  refused({ reason, caller }: RefusedCall): void {
    this.#refused.inc({ reason, role: caller?.role ?? 'none' });
  }
}
