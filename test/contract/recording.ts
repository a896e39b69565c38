import { readFileSync } from 'node:fs';
import type { IrcdType } from '../../src/config/ircd-kinds.ts';
import { CONNECTED, LOBBY_MADE, NOW, TOPIC_SET } from './adapter-transcripts.ts';

/** What an ircd said by itself, and what it answered when the adapter then read back what was in doubt. */
export interface Said {
  readonly lines: readonly string[];
  readonly answer: readonly string[];
}

/** What an ircd said in each step of the story, and before them as its burst. */
export type Recording = ReadonlyMap<string, Said>;

/** Seconds at which the parts of the story began, Unix time, oldest first; each has a second of its own. */
export interface StoryTimes {
  readonly lobbyMade: number;
  readonly topicSet: number;
  readonly linked: number;
}

export function recordingFile(ircd: IrcdType): string {
  return new URL(`recordings/${ircd}.txt`, import.meta.url).pathname;
}

export function readRecording(ircd: IrcdType): Recording {
  return decodeRecording(readFileSync(recordingFile(ircd), 'utf8'));
}

/** `== step` heads what was said in a step, `-- answer` what was answered; bytes that are not printed are `\xHH`. */
export function encodeRecording(recording: Recording): string {
  const blocks = [...recording].map(([step, { lines, answer }]) =>
    [
      `== ${step}`,
      ...lines.map(printed),
      ...(answer.length === 0 ? [] : ['-- answer', ...answer.map(printed)]),
    ].join('\n'),
  );
  return `${blocks.join('\n\n')}\n`;
}

export function decodeRecording(text: string): Recording {
  const blocks = text.trimEnd().split('\n\n');
  return new Map(
    blocks.map((block) => {
      const [head = '', ...rest] = block.split('\n');
      const end = rest.indexOf('-- answer');
      const said = (from: number, to?: number) => rest.slice(from, to).map(unprinted);
      const lines = end < 0 ? said(0) : said(0, end);
      return [head.replace('== ', ''), { lines, answer: end < 0 ? [] : said(end + 1) }];
    }),
  );
}

/** The line with the story's times for those of the clock, so that recordings of one ircd are the same. */
export function normalTimes(line: string, times: StoryTimes): string {
  return line
    .replace(/^@time=\S+/, `@time=${new Date(NOW * 1000).toISOString()}`)
    .replaceAll(/(?<![0-9])(1[0-9]{9})([0-9]{3})?(?![0-9])/g, (_, seconds: string, ms = '') => {
      return `${storyTime(Number(seconds), times)}${ms === '' ? '' : '000'}`;
    });
}

function storyTime(seconds: number, { lobbyMade, topicSet, linked }: StoryTimes): number {
  if (seconds >= linked) return NOW;
  if (seconds >= topicSet) return TOPIC_SET;
  return seconds >= lobbyMade ? LOBBY_MADE : CONNECTED;
}

function printed(line: string): string {
  const hexed = (byte: string): string => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
  return line.replaceAll(/[^ -~]|\\/g, hexed);
}

function unprinted(text: string): string {
  return text.replaceAll(/\\x([0-9a-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
