/** What somebody would type who wants it to mean something else than itself. */
export const hostileValues: readonly string[] = [
  ...String.raw`" "" \ \\ \" "\ , \, ,, % %s%n %0a ' $ {} * ? - + = +nt -b # & @ ! ~ | : :: :x $& $1`.split(
    ' ',
  ),
  ...String.raw`\x0d\x0a \r\n \0 ../.. <script> {"a":1} a,b ,evil!*@* "KEY -x flood=x ban:x`.split(' '),
  ...'NOTOPIC TOPIC KEY NOKEY MEMBERS STAMPS BORN CBURST EOB BANMASKS PAGE'.split(' '),
  ...'KEY x|MEMBERS 5|" KEY "x|"x" KEY x|\\" KEY x|x" NOTOPIC|"" MEMBERS 9999|+i KEY x LIMIT 1'.split('|'),
  ...'STAMPS "zzzzzz@b.test"|PAGE 1 1 -|EOB 1|a b| |  | x|x ||1700000000 x'.split('|'),
  ...'\x01 \x01VERSION\x01 \x02 \x03 \x0304 \x07 \t \v \f \x1b[2J \x7f'.split(' '),
  ...'\x80 \x85 \xa0 \xff \xc3 \xc3\xa9 \xe2\x80\xa8'.split(' '),
];

/** The nearest thing to `value` that is one word. */
export const wordLike = (value: string): string => {
  const joined = value.replaceAll(' ', '\xa0');
  return joined === '' || joined.startsWith(':') ? `x${joined}` : joined;
};
