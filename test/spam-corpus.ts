import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Suspect } from '../src/domain/mod.ts';

export type Marked = { readonly kind: 'ham' | 'spam'; readonly suspect: Suspect };

/** The texts of `spam-corpus.tsv`, as if each came from a person who took a minute: the text alone is judged. */
export function readCorpus(): readonly Marked[] {
  return readFileSync(join(import.meta.dirname, 'spam-corpus.tsv'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [kind = '', name = '', site = '', body = ''] = line.split('\t');
      if (kind !== 'ham' && kind !== 'spam') throw new Error(`a line without its mark: ${line}`);
      const text = body.replaceAll('\\n', '\n');
      return {
        kind,
        suspect: {
          name,
          site: site === '' ? null : site,
          body: text,
          trapped: false,
          seconds: 60,
          repeats: 0,
          recent: 0,
          known: false,
        },
      };
    });
}
