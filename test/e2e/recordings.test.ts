import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { IrcdType } from '../../src/config/ircd-kinds.ts';
import { encodeRecording, readRecording, recordingFile } from '../contract/recording.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import {
  hybridProgram,
  type IrcdProgram,
  inspircdProgram,
  ngircdProgram,
  skipWithout,
} from './ircd-process.ts';
import { recordStory } from './record-story.ts';

const programs: Readonly<Record<IrcdType, IrcdProgram>> = {
  inspircd: inspircdProgram,
  ngircd: ngircdProgram,
  hybrid: hybridProgram,
};

/** The adapter contract replays what is committed: whether the ircds still say that is seen here. */
describe('the recording of the story', () => {
  for (const [type, program] of Object.entries(programs) as [IrcdType, IrcdProgram][]) {
    it.skipIf(skipWithout(program))(`has what ${program.program} says today`, async () => {
      const dir = temporaryDirectory();
      try {
        const fresh = encodeRecording(await recordStory(type, dir.path));
        if (process.env.CBURST_RECORD === '1') writeFileSync(recordingFile(type), fresh);
        expect(fresh, 'CBURST_RECORD=1 writes it anew').toBe(encodeRecording(readRecording(type)));
      } finally {
        dir.remove();
      }
    });
  }
});
