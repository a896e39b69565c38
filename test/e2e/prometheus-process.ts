import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from './free-port.ts';

/**
 * True when tests that need a Prometheus are to be skipped. With CBURST_REQUIRE_PROMETHEUS set (CI) nothing is skipped: without
 * the program they fail.
 */
export function skipWithoutPrometheus(): boolean {
  return spawnSync('prometheus', ['--version']).status !== 0 && !process.env.CBURST_REQUIRE_PROMETHEUS;
}

/** A Prometheus on loopback that scrapes sidecars every second, with our rules, in which a minute lasts a second. */
export class PrometheusProcess {
  readonly #child: ChildProcess;
  readonly #url: string;
  #errors = '';

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.#url = url;
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-4000);
    });
  }

  /** `directory` is for its files; `targets` are host and port. */
  static async start(directory: string, targets: readonly string[]): Promise<PrometheusProcess> {
    mkdirSync(directory, { recursive: true });
    const rules = readFileSync('config/prometheus-rules.yml', 'utf8');
    const shortened = rules.replace(/^( +for: \d+)m$/gm, '$1s');
    writeFileSync(join(directory, 'rules.yml'), shortened);
    const config = {
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: ['rules.yml'],
      scrape_configs: [{ job_name: 'cburst', static_configs: [{ targets }] }],
    };
    // JSON is YAML.
    writeFileSync(join(directory, 'prometheus.yml'), JSON.stringify(config));
    const [port] = await freePorts(1);
    const child = spawn(
      'prometheus',
      [
        `--config.file=${join(directory, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(directory, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    return new PrometheusProcess(child, `http://127.0.0.1:${port}/api/v1`);
  }

  /** The value of each series that a query finds, by its labels; null: it does not answer yet. */
  async query(query: string): Promise<{ readonly labels: Labels; readonly value: number }[] | null> {
    const data = await this.#ask(`query?${new URLSearchParams({ query })}`);
    return (
      data?.result.map(({ metric, value }: Series) => ({ labels: metric, value: Number(value[1]) })) ?? null
    );
  }

  /** Alerts that are pending or fire; null: it does not answer yet. */
  async alerts(): Promise<readonly { readonly labels: Labels; readonly state: string }[] | null> {
    return (await this.#ask('alerts'))?.alerts ?? null;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }

  async #ask(path: string) {
    if (this.#child.exitCode !== null) throw new Error(`prometheus ended: ${this.#errors}`);
    const response = await fetch(`${this.#url}/${path}`).catch(() => null);
    if (response?.status !== 200) return null;
    // biome-ignore lint/suspicious/noExplicitAny: as its API answers
    return ((await response.json()) as any).data;
  }
}

type Labels = Readonly<Record<string, string>>;

interface Series {
  readonly metric: Labels;
  readonly value: readonly [number, string];
}
