import type { CampaignView } from '../../campaign/mod.ts';
import type { CreditProof } from '../../credit/mod.ts';
import { type CreditLeaf, parseLeaf } from '../../domain/mod.ts';
import { type LogView, parseProof, toBase64 } from '../../log/mod.ts';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { abridged, Checks } from '../parts/checks.tsx';
import { unitsText } from '../parts/figures.ts';
import { sharePicture } from '../parts/head.tsx';
import { inside, type PageContext, page, words } from '../parts/page.tsx';

type Proven = Extract<CreditProof, { kind: 'proof' }>;
/** Whose proof it is: where the proof is found, what the file is called, and where one came from. */
export type Proved = {
  readonly kind: 'relay' | 'purchase';
  /** Path of the proof's page. */
  readonly path: string;
  readonly file: string;
  readonly back: string;
};

export const relayProved = (relay: string): Proved => ({
  kind: 'relay',
  path: `/relays/${relay}/proof`,
  file: relay,
  back: `/relays/${relay}`,
});

type Props = {
  readonly of: Proved;
  readonly proof: Proven;
  readonly view: CampaignView;
  readonly log: LogView;
  readonly context: PageContext;
};

/** A credit's proof: what the log says of it, what its seal hides, how it is tied to what is signed, and by whom. */
export function renderProof(props: Props): string {
  const { of, proof, view, log, context } = props;
  const tr = words(context);
  const { t } = tr;
  return page({
    context,
    title: `${t('proof.title')} · ${tr.localised(view.title)}`,
    aside: view.charity.name,
    picture: sharePicture(view, context),
    hidden: true,
    head: <script type="module" src={context.asset('proof.js')}></script>,
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet">
        <p class="back">
          <a href={inside(context, of.back)}>← {t(`proof.back.${of.kind}`)}</a>
        </p>
        <h1 class="question">{t('proof.title')}</h1>
        <p class={`verdict ${proof.reversedBy === null ? 'counted' : 'withdrawn'}`}>
          {t(`proof.verdict.${of.kind}`, { index: tr.number(proof.index) })}
        </p>
        {proof.reversedBy === null ? null : (
          <p class="notice">{t('proof.reversed', { index: tr.number(proof.reversedBy) })}</p>
        )}
        <p class="summary">{t('proof.lead')}</p>
        <Checks
          log={log}
          context={context}
          proof={`${of.path}.tlog-proof`}
          hashes={parseProof(proof.file)?.hashes.length ?? null}
        />
        <Entry {...props} />
        <Seal {...props} />
        <Path {...props} />
        <Yourself {...props} />
      </div>
    ),
  });
}

function Entry({ proof, view, context }: Props) {
  const tr = words(context);
  const leaf = parseLeaf(proof.entry) as CreditLeaf | null;
  if (leaf === null) throw new Error(`entry ${proof.index} is a leaf`);
  return (
    <section>
      <h2>{tr.t('proof.entry')}</h2>
      <dl class="label">
        <div>
          <dt>{tr.t('proof.day')}</dt>
          <dd>{tr.day(leaf.day)}</dd>
        </div>
        <div>
          <dt>{tr.t('proof.units')}</dt>
          <dd>{unitsText(tr, view.unit, leaf.units)}</dd>
        </div>
        {leaf.parts.map((part) => (
          <div>
            <dt>{tr.t('proof.part', { pledge: part.pledge, terms: part.terms })}</dt>
            <dd>{unitsText(tr, view.unit, part.units)}</dd>
          </div>
        ))}
      </dl>
      <pre class="paper">{proof.entry}</pre>
    </section>
  );
}

function Seal({ proof, context }: Props) {
  const { t } = words(context);
  return (
    <section>
      <h2>{t('proof.seal')}</h2>
      <p>{t('proof.sealText')}</p>
      <dl class="label">
        <div>
          <dt>{t('proof.record')}</dt>
          <dd class="break mono">{proof.opening.record}</dd>
        </div>
        <div>
          <dt>{t('proof.salt')}</dt>
          <dd class="break mono">{proof.opening.salt}</dd>
        </div>
      </dl>
    </section>
  );
}

function Path({ proof, log, context }: Props) {
  const tr = words(context);
  const read = parseProof(proof.file);
  const hashes = read?.hashes ?? [];
  return (
    <section>
      <h2>{tr.t('proof.path')}</h2>
      <p>
        {tr.t('proof.pathText', {
          count: tr.number(hashes.length),
          size: tr.number(read?.signed.checkpoint.size ?? log.size),
        })}
      </p>
      <ol class="path">
        {hashes.map((hash) => (
          <li class="mono break">{toBase64(hash)}</li>
        ))}
      </ol>
      <h3>{tr.t('proof.checkpoint')}</h3>
      <pre class="paper">{abridged(proof.file.slice(proof.file.indexOf('\n\n') + 2))}</pre>
    </section>
  );
}

function Yourself({ of, view, context }: Props) {
  const { t } = words(context);
  return (
    <section>
      <h2>{t('proof.yourself')}</h2>
      <p>{t('proof.yourselfText')}</p>
      <p>
        <a class="button" href={`${of.path}.tlog-proof`} download={`${of.file}.tlog-proof`}>
          {t('proof.download')}
        </a>
      </p>
      <pre class="paper">npx relais audit {`${context.publicUrl}/c/${view.slug}`}</pre>
      <p class="back">
        <a href={inside(context, `/c/${view.slug}/proof`)}>{t('log.title')}</a>
      </p>
    </section>
  );
}

/** Why there is no proof to show (yet, or any more). */
export function renderNoProof(
  kind: 'pending' | 'not_credited' | 'erased',
  of: Proved,
  context: PageContext,
): string {
  const { t } = words(context);
  return page({
    context,
    title: t('proof.title'),
    hidden: true,
    children: (
      <div class="wide sheet">
        <h1 class="question">{t('proof.title')}</h1>
        <p class="summary">{t(`proof.${kind}`)}</p>
        {kind === 'erased' ? null : (
          <p class="back">
            <a href={inside(context, of.back)}>← {t(`proof.back.${of.kind}`)}</a>
          </p>
        )}
      </div>
    ),
  });
}
