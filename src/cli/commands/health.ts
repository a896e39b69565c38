import { type Command, Option } from 'commander';
import { addEndpointOptions, type EndpointOptions, resolveEndpoint } from '../endpoint.ts';
import { exitCodes } from '../exit-code.ts';
import { jsonDocument } from '../json-output.ts';
import { print } from '../terminal.ts';

type HealthOptions = EndpointOptions & { readonly service: string; readonly json?: true };

/** Works against each socket of a sidecar: all serve grpc.health.v1. */
export function addHealthCommand(program: Command): void {
  addEndpointOptions(program.command('health').description('whether the sidecar, or a part of it, serves'))
    .addOption(
      new Option('--service <name>', 'a part: liveness, readiness, or a service of the API').default(
        '',
        'the whole',
      ),
    )
    .option('--json', 'answer for programs')
    .action(async (options: HealthOptions) => {
      const endpoint = await resolveEndpoint(options);
      const { checkHealth } = await import('../check-health.ts');
      const status = await checkHealth(endpoint, options.service);
      await print(options.json ? jsonDocument({ service: options.service, status }) : `${status}\n`);
      if (status !== 'SERVING') process.exitCode = exitCodes.negative;
    });
}
