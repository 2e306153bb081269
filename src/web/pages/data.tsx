import { type Stance, stances } from '../../domain/mod.ts';
import type { RelayerChoice } from '../../evidence/mod.ts';
import { type DataRequestView, tokenPath } from '../../privacy/mod.ts';
import { inside, type PageContext, page, words } from '../parts/page.tsx';

/** What went wrong with the form that was sent, shown where it was sent from. */
export type DataFault = 'emailWrong' | 'tooMany' | 'confirmMissing';
type Asking = { readonly relay: string; readonly fault: DataFault | null; readonly sent: boolean };

function sheet(context: PageContext, title: string, children: unknown): string {
  return page({
    context,
    title,
    hidden: true,
    script: true,
    children: (
      <div class="wide sheet">
        <h1 class="question">{title}</h1>
        {children as never}
      </div>
    ),
  });
}

/** Two ways to show that a post is one's own. */
export function renderAsking({ relay, fault, sent }: Asking, context: PageContext): string {
  const { t } = words(context);
  const action = inside(context, `/relays/${relay}/data`);
  return sheet(
    context,
    t('data.title'),
    <>
      <p class="summary">{t('data.lead')}</p>
      {fault === null ? null : (
        <p class="alarm" role="alert">
          {t(`data.${fault}`)}
        </p>
      )}
      {sent ? (
        <p class="notice" role="status">
          {t('data.sent')}
        </p>
      ) : null}
      <section>
        <h2>{t('data.post')}</h2>
        <p>{t('data.postText')}</p>
        <form method="post" action={action}>
          <button type="submit" class="button" name="way" value="post">
            {t('data.postButton')}
          </button>
        </form>
      </section>
      <section>
        <h2>{t('data.email')}</h2>
        <p>{t('data.emailText')}</p>
        <form method="post" action={action} class="field">
          <label for="email">{t('data.emailField')}</label>
          <input
            id="email"
            name="email"
            type="email"
            required
            autocomplete="email"
            maxlength={254}
            aria-invalid={fault === 'emailWrong' ? 'true' : undefined}
          />
          <button type="submit" class="button" name="way" value="email">
            {t('data.emailButton')}
          </button>
        </form>
      </section>
    </>,
  );
}

/** A request: first the address to put into the post, then what is held. */
export function renderRequest(
  request: DataRequestView,
  key: string,
  fault: DataFault | null,
  choice: OwnChoices | null,
  context: PageContext,
): string {
  const { t } = words(context);
  const props = { request, keyOf: key, fault, choice, context };
  return sheet(
    context,
    t('data.title'),
    <>
      <p class="break">{t('data.of', { source: request.source })}</p>
      {request.state === 'proven' ? <Proven {...props} /> : <Place {...props} />}
    </>,
  );
}

type Props = {
  readonly request: DataRequestView;
  readonly keyOf: string;
  readonly fault: DataFault | null;
  /** Null before the request is proven. */
  readonly choice: OwnChoices | null;
  readonly context: PageContext;
};

function Place({ request, keyOf, context }: Props) {
  const { t } = words(context);
  if (request.state === 'checking')
    return (
      <p class="summary" role="status">
        {t('data.checking')}
      </p>
    );
  return (
    <section>
      {request.state === 'open' ? null : (
        <p class="alarm" role="alert">
          {t(request.state === 'not_found' ? 'data.not_found' : 'data.unreachable')}
        </p>
      )}
      <h2>{t('data.place')}</h2>
      <p>{t('data.placeText')}</p>
      <div class="field">
        <label for="address">{t('data.link')}</label>
        <input
          id="address"
          class="address"
          readonly
          value={`${context.publicUrl}${tokenPath(request.token)}`}
        />
        <button type="button" class="button quiet" data-copy="address" data-copied={t('part.copied')} hidden>
          {t('part.copy')}
        </button>
      </div>
      <form method="post" action={inside(context, `/data/${request.id}/${keyOf}`)}>
        <button type="submit" class="button" name="do" value="check">
          {t('data.check')}
        </button>
      </form>
    </section>
  );
}

/** What an author may choose once the post was shown to be theirs. */
export type OwnChoices = RelayerChoice & { readonly stance: Stance | null };

function StanceForm({
  request,
  keyOf,
  choice,
  context,
}: Omit<Props, 'fault' | 'choice'> & { choice: OwnChoices }) {
  const { t } = words(context);
  return (
    <section>
      <h2 id="stance">{t('stance.choose')}</h2>
      <p>{t('stance.chooseText')}</p>
      <form method="post" action={inside(context, `/data/${request.id}/${keyOf}`)} class="field">
        <label for="f-stance">{t('stance.label')}</label>
        <select id="f-stance" name="stance">
          {(['', ...stances] as const).map((one) => (
            <option value={one} selected={one === (choice.stance ?? '')}>
              {t(one === '' ? 'stance.none' : `stance.${one}`)}
            </option>
          ))}
        </select>
        <button type="submit" class="button" name="do" value="stance">
          {t('stance.save')}
        </button>
      </form>
    </section>
  );
}

function Proven({ request, keyOf, fault, choice, context }: Props) {
  const { t } = words(context);
  return (
    <>
      <p class="verdict counted" role="status">
        {t('data.proven')}
      </p>
      <section>
        <h2>{t('data.download')}</h2>
        <p>{t('data.downloadText')}</p>
        <p>
          <a class="button" href={`/data/${request.id}/${keyOf}/file`} download={`${request.relay}.json`}>
            {t('data.download')}
          </a>
        </p>
      </section>
      {choice === null ? null : (
        <StanceForm request={request} keyOf={keyOf} choice={choice} context={context} />
      )}
      {choice?.scope == null ? null : (
        <section>
          <h2>{t('relayer.choose')}</h2>
          <p>{t('relayer.chooseText', { scope: choice.scope })}</p>
          {choice.shown === null ? null : (
            <p>
              <a href={inside(context, `/relayers/${choice.scope}`)}>{t('relayer.see')}</a>
            </p>
          )}
          <form method="post" action={inside(context, `/data/${request.id}/${keyOf}`)} class="field">
            <label for="name">{t('relayer.name')}</label>
            <input id="name" name="name" maxlength={60} value={choice.shown?.name ?? ''} />
            <button type="submit" class="button" name="do" value="show">
              {t('relayer.show')}
            </button>
            {choice.shown === null ? null : (
              <button type="submit" class="button quiet" name="do" value="hide">
                {t('relayer.hide')}
              </button>
            )}
          </form>
        </section>
      )}
      <section>
        <h2>{t('data.erase')}</h2>
        <p>{t('data.eraseText')}</p>
        <p>{t('data.keep')}</p>
        {fault === null ? null : (
          <p class="alarm" role="alert">
            {t(`data.${fault}`)}
          </p>
        )}
        <form method="post" action={inside(context, `/data/${request.id}/${keyOf}`)}>
          <p>
            <label class="tick">
              <input type="checkbox" name="confirm" value="yes" required /> {t('data.confirm')}
            </label>
          </p>
          <button type="submit" class="button quiet" name="do" value="erase">
            {t('data.eraseButton')}
          </button>
        </form>
      </section>
    </>
  );
}

export function renderErased(context: PageContext): string {
  const { t } = words(context);
  return sheet(
    context,
    t('data.erased'),
    <>
      <p class="summary" role="status">
        {t('data.erasedText')}
      </p>
      <p class="back">
        <a href={inside(context, '/')}>{t('footer.home')}</a>
      </p>
    </>,
  );
}

/** Where a link of proof leads whoever follows it. */
export function renderProofLink(context: PageContext): string {
  const { t } = words(context);
  return sheet(context, t('data.proofTitle'), <p class="summary">{t('data.proofText')}</p>);
}
