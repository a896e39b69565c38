import { z } from 'zod';
import { channelGlobProblem, GLOBS_MAX, passEverything } from '../core/exchange-scope.ts';
import { fieldClasses } from '../core/field-class.ts';
import { type IrcText, ircTextFromUtf8 } from '../core/irc-text.ts';
import { choice, type Hint, hints, parsed } from './config-values.ts';

/** `import` or `export` of a peer: what passes in that direction. */
export function exchangeRule() {
  return z
    .strictObject({
      channels: globs({
        why: `a channel passes when one of these globs (at most ${GLOBS_MAX}) matches its name`,
        instead: 'write channels = ["#*"]',
      }).default([...passEverything.channels]),
      except: globs({
        why: `a channel does not pass when one of these globs (at most ${GLOBS_MAX}) matches its name`,
        instead: 'write except = ["#staff*"]',
      }).default([]),
      fields: z
        .array(choice(fieldClasses, FIELDS_HINT))
        .register(hints, FIELDS_HINT)
        .default([...fieldClasses]),
    })
    .prefault({});
}

const FIELDS_HINT: Hint = {
  why: 'only fields of these classes pass',
  instead: `choose from ${fieldClasses.map((name) => `"${name}"`).join(', ')}`,
};

function globs(hint: Hint) {
  const glob = parsed<IrcText>(hint, (text) => {
    const value = ircTextFromUtf8(text);
    const problem = channelGlobProblem(value);
    return problem === null ? { value } : { problem };
  });
  return z.array(glob).max(GLOBS_MAX).register(hints, hint);
}
