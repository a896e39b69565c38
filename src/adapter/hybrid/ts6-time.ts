/** The second that the ircd names, Unix time: `Sunday November 22 2026 -- 16:41:55 +0000`; null: none. */
export function secondNamed(text: string): number | null {
  const match = /([A-Z][a-z]+) (\d{1,2}) (\d{4}) -- (\d\d):(\d\d):(\d\d) ([+-])(\d\d):?(\d\d)/.exec(text);
  if (match === null) return null;
  const [, name = '', ...parts] = match;
  const month = MONTHS.indexOf(name);
  if (month < 0) return null;
  const [day, year, hours, minutes, seconds] = parts.slice(0, 5).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const offset = (Number(parts[6]) * 60 + Number(parts[7])) * 60;
  const local = Date.UTC(year, month, day, hours, minutes, seconds) / 1000;
  return parts[5] === '+' ? local - offset : local + offset;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
