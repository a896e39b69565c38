/** A thing of a channel, and what a line sets it to. */
interface Setting {
  readonly of: string;
  readonly value: string;
}

/** Letters whose parameter names the thing; the others with one have it as their value. */
const LISTS = 'beIqaohv';

/**
 * The lines, of those that an ircd was told, that set a thing to what the line before them had set it to: the ircd has it
 * already, as long as none of its users changed it. All the lines have to be of one run of the ircd.
 */
export function repeatedSettings(lines: readonly string[]): string[] {
  const last = new Map<string, string>();
  return lines.filter((line) => {
    const settings = settingsOf(line);
    const repeats = settings.some(({ of, value }) => last.get(of) === value);
    for (const { of, value } of settings) last.set(of, value);
    return repeats;
  });
}

/** Of the lines that a `LinkTap` keeps, whichever ircd they are for. */
function settingsOf(line: string): Setting[] {
  const [, command, ...words] = line.split(' ') as [string, string, ...string[]];
  const text = line.slice(line.indexOf(' :') + 2);
  const at = words.findIndex((word) => word.startsWith('#'));
  const channel = words[at]!;
  const rest = words.slice(at + 1).filter((word) => word !== '');
  if (/^(?:F?TOPIC|TBURST)$/.test(command)) return [{ of: `${channel} topic`, value: text }];
  if (command === 'BMASK')
    return text.split(' ').map((mask) => ({ of: `${channel} ${rest[0]} ${mask}`, value: '+' }));
  const modes = rest.findIndex((word) => /^[+-]/.test(word));
  const parameters = rest.slice(modes + 1).map((word) => word.replace(/^:/, ''));
  // Key and limit, in this order, whatever the letters' order.
  if (command === 'CHANINFO' && !rest[modes]!.includes('k')) parameters.shift();
  return modes < 0 ? [] : modeSettings(channel, rest[modes]!, parameters);
}

function modeSettings(channel: string, letters: string, parameters: string[]): Setting[] {
  const settings: Setting[] = [];
  let sign = '+';
  for (const letter of letters) {
    if (letter === '+' || letter === '-') sign = letter;
    else if (LISTS.includes(letter))
      settings.push({ of: `${channel} ${letter} ${parameters.shift()}`, value: sign });
    else {
      const hasValue = letter === 'k' || (letter === 'l' && sign === '+');
      settings.push({ of: `${channel} ${letter}`, value: hasValue ? `${sign}${parameters.shift()}` : sign });
    }
  }
  return settings;
}
