// Precision and recall of the local spam layer over the marked corpus. Only the text is judged: neither the trap, nor
// the clock, nor repetition help, which stop most programs in practice.
import { readCorpus } from '../test/spam-corpus.ts';
import { report, round } from './measure.ts';

const { judgeSpam } = (await import(
  new URL('../dist/domain/mod.js', import.meta.url).href
)) as typeof import('../src/domain/mod.ts');

const corpus = readCorpus();
let [caught, missed, hamHeld, ham] = [0, 0, 0, 0];
const begun = performance.now();
for (const { kind, suspect } of corpus) {
  const { kind: verdict, reasons, score } = judgeSpam(suspect);
  if (kind === 'spam' && verdict === 'hold') caught++;
  if (kind === 'spam' && verdict === 'publish') missed++;
  if (kind === 'ham') ham++;
  if (kind === 'ham' && verdict === 'hold') hamHeld++;
  if (process.argv.includes('--show') && (kind === 'spam') !== (verdict === 'hold'))
    process.stderr.write(
      `${kind} ${verdict} ${score} ${reasons.join(',')} ${JSON.stringify([suspect.name, suspect.site, suspect.body])}\n`,
    );
}
const ms = performance.now() - begun;
report('spam', {
  texts: corpus.length,
  ham,
  spam: caught + missed,
  precision: round(caught / (caught + hamHeld), 3),
  recall: round(caught / (caught + missed), 3),
  ham_held: hamHeld,
  ham_dropped: 0,
  spam_published: missed,
  us_per_text: round((ms * 1000) / corpus.length, 0),
});
