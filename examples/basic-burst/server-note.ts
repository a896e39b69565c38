import {
  type BuildExtension,
  itemIdFor,
  readBurstLine,
  writeBurstLine,
} from '../../src/sidecar/public-api.ts';

/**
 * The smallest burst extension: each server tells its peers one line about itself. `heard` is called with what a peer says.
 * `note`: a byte string without NUL, CR and LF.
 */
export function serverNote(note: string, heard: (server: string, note: string) => void): BuildExtension {
  return ({ server }) => {
    const own = itemIdFor('NOTE', server);
    return {
      burstType: 'NOTE',
      capabilities: ['server-note'],
      requires: 'server-note',
      linked: (peer) => ({
        presented: () => [own],
        others: () => [],
        knows: (id) => id === own,
        describe: (id) => (id === own ? [writeBurstLine('NOTE', { id, words: [note] })] : []),
        read: (line) => {
          const read = readBurstLine(line, { min: 1, max: 1 });
          if ('problem' in read) return read;
          const apply = () => {
            if (read.id !== itemIdFor('NOTE', peer.server))
              return 'the note is not about the server that tells it';
            heard(peer.server, read.words[0]!);
            return null;
          };
          return { id: read.id, apply };
        },
        burstEnded: () => {},
      }),
      unlinked: () => {},
      committed: () => {},
    };
  };
}
