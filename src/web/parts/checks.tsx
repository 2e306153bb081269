import type { LogView } from '../../log/mod.ts';
import { type PageContext, words } from './page.tsx';

type Props = {
  readonly log: LogView;
  readonly context: PageContext;
  /** Where the proof file is; without it the reader chooses one. */
  readonly proof?: string;
  /** Hashes from the entry to the root, where they are known. */
  readonly hashes: number | null;
};

/** Signatures and keys of the newer kind are thousands of letters: on a page their beginning and end are enough. */
export function abridged(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.length > 400 ? `${line.slice(0, 120)} … ${line.slice(-16)}` : line))
    .join('\n');
}

/** What a key is called: its name in its verifier key. */
const nameOf = (vkey: string) => vkey.split('+')[0] ?? vkey;

/**
 * What `proof.js` checks, one line each: it writes its finding into the line. The site's signatures and each witness's
 * stand apart, because one says only what the site says and the other what somebody else has seen.
 */
export function Checks({ log, context, proof, hashes }: Props) {
  const { t } = words(context);
  const lines: readonly { check: string; text: string; vkey?: string }[] = [
    { check: 'seal', text: t('proof.step.seal') },
    { check: 'path', text: t('proof.step.path', { count: hashes ?? '…' }) },
    ...log.keys.map((vkey) => ({ check: 'site', text: t('proof.step.site', { name: nameOf(vkey) }), vkey })),
    ...log.witnesses.map(({ name, vkey }) => ({
      check: 'witness',
      text: t('proof.step.witness', { name }),
      vkey,
    })),
  ];
  return (
    <section
      class="checks"
      aria-labelledby="checks"
      data-checks=""
      data-proof={proof}
      data-origin={log.origin}
      data-waiting={t('proof.waiting')}
      data-right={t('proof.right')}
      data-wrong={t('proof.wrong')}
      data-missing={t('proof.missing')}
      data-unable={t('proof.unable')}
      data-good={t('proof.good')}
      data-bad={t('proof.bad')}
      data-unreadable={t('proof.unreadable')}
    >
      <h2 id="checks">{proof === undefined ? t('log.fileCheck') : t('proof.check')}</h2>
      {proof === undefined ? (
        <div class="field">
          <label for="file">{t('log.fileLabel')}</label>
          <input id="file" type="file" accept=".tlog-proof,text/plain" />
        </div>
      ) : null}
      <noscript>
        <p class="notice">{t('proof.noScript')}</p>
      </noscript>
      <ol class="ticks" hidden={proof === undefined}>
        {lines.map(({ check, text, vkey }) => (
          <li data-check={check} data-vkey={vkey}>
            <span class="break">{text}</span> <strong></strong>
          </li>
        ))}
      </ol>
      <p role="status"></p>
    </section>
  );
}
