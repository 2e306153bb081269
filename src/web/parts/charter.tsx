import type { CampaignView, CharterView } from '../../campaign/mod.ts';
import { partnerName } from './figures.ts';
import { Outside, type PageContext, words } from './page.tsx';

type Props = { readonly view: CampaignView; readonly context: PageContext };

/** The charity's rules for partners, what it found about each, and its sign-off, as public as the campaign. */
export function Charter({ view, context }: Props) {
  const tr = words(context);
  const { t } = tr;
  const { charter } = view;
  if (charter === null)
    return (
      <section id="charter">
        <h2>{t('partners.charter')}</h2>
        <p>{t('partners.charterNone')}</p>
      </section>
    );
  const { signedBy, signedOn, criteria, text } = charter;
  const partners = [...new Set(view.totals.pledges.map((one) => one.partner))];
  return (
    <section id="charter">
      <h2>{t('charter.title')}</h2>
      <p>
        {signedBy === null || signedOn === null
          ? t('label.charter.unsigned')
          : t('partners.charterText', { name: partnerName(view, signedBy), date: tr.day(signedOn) })}
      </p>
      {isFileName(text) ? null : text.split(/\n{2,}/).map((paragraph) => <p>{paragraph}</p>)}
      {criteria.length === 0 ? null : (
        <>
          <h3>{t('charter.criteria')}</h3>
          <ul>
            {criteria.map((one) => (
              <li>{tr.localised(one.text)}</li>
            ))}
          </ul>
          <h3>{t('charter.findings')}</h3>
          <table class="findings">
            <thead>
              <tr>
                <th scope="col">{t('charter.criterion')}</th>
                {partners.map((partner) => (
                  <th scope="col">{partnerName(view, partner)}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {criteria.map((criterion) => (
                <tr>
                  <th scope="row">{tr.localised(criterion.text)}</th>
                  {partners.map((partner) => (
                    <td>
                      <Finding
                        context={context}
                        finding={charter.findings.findLast(
                          (one) => one.partner === partner && one.criterion === criterion.id,
                        )}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}

function Finding(props: { context: PageContext; finding: CharterView['findings'][number] | undefined }) {
  const tr = words(props.context);
  const { finding } = props;
  if (finding === undefined) return <strong>{tr.t('charter.none')}</strong>;
  return (
    <>
      <strong>{tr.t(`charter.${finding.result}`)}</strong>
      <br />
      <span class="small">{tr.t('charter.by', { by: finding.by, date: tr.day(finding.on) })}</span>
      {finding.note === null ? null : <p class="small">{tr.localised(finding.note)}</p>}
      {finding.document === null ? null : (
        <p class="small">
          <Outside href={finding.document}>{tr.t('charter.document')}</Outside>
        </p>
      )}
    </>
  );
}

/** The contract's short form names a file that stays with the operator. */
function isFileName(text: string): boolean {
  return /^[\w.-]{1,80}\.\w{1,5}$/.test(text);
}
