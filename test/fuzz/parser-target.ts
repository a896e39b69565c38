import { strict as assert } from 'node:assert';
import { checkField } from '../../src/core/field.ts';
import { memberProblem, memberText } from '../../src/core/member.ts';
import { type DocumentMessage, decodeDocument, encodeDocument } from '../../src/wire/document-line.ts';
import { lineBytesMax } from '../../src/wire/line-bytes.ts';
import { wholeForm } from '../../src/wire/line-form.ts';
import { lineProblemCodes } from '../../src/wire/line-problem.ts';
import { decodeMembers, encodeMembers, type MemberMessage } from '../../src/wire/member-line.ts';
import { type ControlMessage, decodeMessage, encodeMessage } from '../../src/wire/session-message.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { growBytes, mutateBytes } from './mutate-bytes.ts';
import { dictionary, documentLines, memberLines, sessionLines } from './vectors.ts';

const casemapping = 'rfc1459';
const codes = new Set<string>(lineProblemCodes);

/** An input is a line. What is accepted means the same when it is sent on; what is rejected, is for a reason. */
export const target: FuzzTarget = {
  seeds: [...documentLines, ...sessionLines, ...memberLines],
  mutate: (input, other, random) => mutateBytes(input, other, dictionary, lineBytesMax + 1, random),
  grow: (input, random) => growBytes(input, random),
  run(input) {
    const decoded = decode(input);
    if ('problem' in decoded) {
      const { code, reason } = decoded.problem;
      assert(codes.has(code), `no such code: ${code}`);
      assert(/^[ -~]{1,512}$/.test(reason), `no reason for people: ${reason}`);
    } else if (decoded.verb === 'MEMBER') assertToldAgain(decoded.message);
    else if (decoded.verb === 'CBURST') assertSentOn(decoded.message);
    else assertSaidAgain(decoded);
  },
};

/** As a session with members has it: their lines have a reader of their own. */
function decode(line: string) {
  if (!line.startsWith('MEMBER ')) return decodeMessage(line, casemapping);
  const decoded = decodeMembers(line, casemapping);
  return 'problem' in decoded ? decoded : { verb: 'MEMBER' as const, message: decoded.message };
}

function assertToldAgain({ part, ...message }: MemberMessage): void {
  for (const member of message.present) assert.equal(memberProblem(member), null);
  const texts = message.present.map(memberText);
  const lines = encodeMembers({ ...message, whole: part !== 'change', present: texts });
  const again = lines.map((line) => decodeMembers(line, casemapping));
  const messages = again.map((each) => ('problem' in each ? assert.fail(each.problem.reason) : each.message));
  for (const what of ['renamed', 'gone', 'present'] as const)
    assert.deepEqual(
      messages.flatMap((each) => each[what] as readonly unknown[]),
      message[what],
    );
}

function assertSentOn(message: DocumentMessage): void {
  for (const { field } of message.part.registers.values()) assert.deepEqual(checkField(field), { field });
  const lines = encodeDocument(message, { form: wholeForm, lineBytesMax });
  // A line may say the same in fewer bytes than this side's encoder does.
  if (lines.length === 1) assert.deepEqual(decodeDocument(lines[0]!, casemapping), { message });
  for (const line of lines)
    assert('message' in decodeDocument(line, casemapping), 'its own line was rejected');
}

/** Text for people may be written in another way, but only once. */
function assertSaidAgain(message: ControlMessage): void {
  const line = encodeMessage(message);
  const again = decodeMessage(line, casemapping);
  assert(
    !('problem' in again) && again.verb !== 'CBURST' && encodeMessage(again) === line,
    'it means something else',
  );
}
