import { Argument, type Command } from 'commander';
import { conflictPolicies } from '../../core/choose-id.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { jsonDocument } from '../json-output.ts';
import { addLimitOption } from '../limit-option.ts';
import { renderChanges } from '../planned-change-report.ts';
import { print, terminal } from '../terminal.ts';

type PlanOptions = AskOptions & { readonly limit: number };

export function addPlanCommand(program: Command): void {
  const command = program
    .command('plan')
    .description('what users here would see differently under another conflict policy; changes nothing')
    .addArgument(new Argument('<policy>', 'the policy').choices(conflictPolicies))
    .argument('[glob]', "only names that match, for instance '#dev*'", '')
    .addHelpText('after', MARKS);
  addLimitOption(addAskOptions(command)).action((policy: string, glob: string, options: PlanOptions) =>
    ask(options, async (client) => {
      const plan = await client.planPolicy(policy, Buffer.from(glob), options.limit);
      const none = `Under "${policy}" users here would see no difference.\n`;
      const shown = plan.changes.length === 0 ? none : renderChanges(plan.changes, terminal);
      await print(options.json ? jsonDocument(plan) : shown);
      if (plan.more && !options.json)
        process.stderr.write(`These are the first ${options.limit}: --limit shows more.\n`);
    }),
  );
}

const MARKS = `
+ would be set and is not, - is set and would not be, ~ would have this other value.
Each server decides by its own policy: ask each what its users would see.
`;
