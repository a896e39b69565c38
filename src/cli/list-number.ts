import { InvalidArgumentError } from 'commander';

/** Reads a number by which `command` lists something, 1 or more. Throws an InvalidArgumentError. */
export function listNumber(command: string): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^[1-9]\d*$/.test(text) && Number.isSafeInteger(number)) return number;
    throw new InvalidArgumentError(`It is a whole number, as "${command}" lists it.`);
  };
}
