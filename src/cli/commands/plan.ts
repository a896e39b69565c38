import { Argument, type Command } from 'commander';
import { conflictPolicies } from '../../core/choose-id.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { addLimitOption } from '../limit-option.ts';
import { addPlainOption, type PlainOption } from '../plain-option.ts';
import { renderPlan } from '../planned-change-report.ts';
import { printList } from '../print-list.ts';
import { Progress } from '../progress.ts';

type PlanOptions = AskOptions & PlainOption & { readonly limit: number };

export function addPlanCommand(program: Command): void {
  const command = program
    .command('plan')
    .description(
      'what users here would see differently under a conflict policy, or after "cburst go"; changes nothing',
    )
    .addArgument(
      new Argument('[policy]', 'the policy; default: those in force').choices([
        ...conflictPolicies,
        IN_FORCE,
      ]),
    )
    .addArgument(new Argument('[glob]', "only names that match, for instance '#dev*'").default('', 'all'))
    .addHelpText('after', MARKS);
  addPlainOption(addLimitOption(addAskOptions(command))).action(
    (policy: string | undefined, glob: string, options: PlanOptions) =>
      ask(options, async (client) => {
        const named = policy === IN_FORCE ? '' : (policy ?? '');
        const progress = new Progress(options);
        const plan = await progress.during('going through the channels…', () =>
          client.planPolicy(named, Buffer.from(glob), options.limit),
        );
        await printList(plan, options, (terminal) => renderPlan(plan, named, terminal));
      }),
  );
}

/** So that names can be given without naming a policy. */
const IN_FORCE = 'as-is';

const MARKS = `
+ would be set and is not, - is set and would not be, ~ would have this other value.
While nothing is written to the ircd (observe, freeze) the plan is against what it shows now, and is what "cburst go"
would write; without a policy it always is. "as-is" stands for the policies in force, where names are to be given.
Each server decides by its own policy: ask each what its users would see.`;
