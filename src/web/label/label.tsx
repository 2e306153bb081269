import type { CampaignView } from '../../campaign/mod.ts';
import type { DialogueFacts } from '../../domain/mod.ts';
import { CardTitle, framed } from '../embed/frame.tsx';
import { actsOf, partnerName, unitsText } from '../parts/figures.ts';
import { httpUrl, inside, type PageContext, words } from '../parts/page.tsx';
import { type LabelRow, labelRows } from './rows.ts';

type Props = {
  readonly view: CampaignView;
  /** How the talk goes; null before the campaign is public. */
  readonly dialogue: DialogueFacts | null;
  readonly context: PageContext;
};

/** The donation label as a table, like the one on the back of a packet; what is missing stands where it would be. */
export function LabelTable({ view, dialogue, context, heading }: Props & { heading?: boolean }) {
  const tr = words(context);
  return (
    <table class="donation-label">
      <caption>
        {heading === true ? <h2 id="label-title">{tr.t('label.title')}</h2> : tr.t('label.title')}
      </caption>
      <tbody>
        {labelRows(view, tr, dialogue).map((row) => (
          <tr id={`label-${row.name}`}>
            <th scope="row">{tr.t(`label.${row.name}`)}</th>
            <td>
              {row.name === 'capState' ? (
                <CapStates view={view} context={context} />
              ) : (
                row.lines.map((line) => <p>{linked(line)}</p>)
              )}
              {row.problems.map((problem) => (
                <p class="label-missing">
                  <strong>{tr.t('label.notStated')}</strong> {problem}
                </p>
              ))}
              {row.alarms.map((alarm) => (
                <p class="alarm">{alarm}</p>
              ))}
              <More row={row} view={view} context={context} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Where each cap stands; that one is reached shows as soon as it is, without another look at the page. */
function CapStates({ view, context }: Omit<Props, 'dialogue'>) {
  const tr = words(context);
  return (
    <>
      {view.totals.pledges.map((pledge) => {
        const who = {
          partner: partnerName(view, pledge.partner),
          act: actsOf(tr, pledge),
        };
        const [granted, cap] = [pledge.granted, pledge.cap].map((count) => unitsText(tr, view.unit, count));
        return (
          <>
            <p>{tr.t('label.capState.line', { ...who, granted: granted ?? '', cap: cap ?? '' })}</p>
            <p class="capped" data-live-capped={pledge.id} hidden={pledge.remaining > 0}>
              {tr.t('label.capState.reached', who)}
            </p>
          </>
        );
      })}
    </>
  );
}

/** A line that is an address becomes a link to it. */
function linked(line: string) {
  const href = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(line) ? `mailto:${line}` : httpUrl(line);
  return href === null || /\s/.test(line) ? (
    line
  ) : (
    <a href={href} rel="noopener">
      {line.replace(/^https?:\/\//, '').replace(/\/$/, '')}
    </a>
  );
}

function More({ row, view, context }: Omit<Props, 'dialogue'> & { row: LabelRow }) {
  if (row.name === 'dialogue')
    return (
      <p>
        <a href={inside(context, `/c/${view.slug}/dialogue`)}>{words(context).t('label.dialogue.see')}</a>
      </p>
    );
  if (row.name !== 'charter' || view.charter === null || view.charter.criteria.length === 0) return null;
  return (
    <p>
      <a href={inside(context, `/c/${view.slug}/partners#charter`)}>
        {words(context).t('label.charter.see')}
      </a>
    </p>
  );
}

/** The label on the campaign page, beside the ask. */
export function LabelSection({ view, dialogue, context }: Props) {
  const { t } = words(context);
  const missing = view.obstacles.length;
  return (
    <section class="wide label-section" id="label" aria-labelledby="label-title">
      {missing === 0 ? null : <p class="notice">{t('label.incomplete', { n: missing })}</p>}
      <LabelTable view={view} dialogue={dialogue} context={context} heading />
      <p class="small">
        <a href={`/c/${view.slug}/label.json`}>{t('label.json')}</a>{' '}
        <a href={inside(context, `/c/${view.slug}/label`)}>{t('label.embed')}</a>
      </p>
    </section>
  );
}

/** The label alone, for other people's pages to frame. */
export function renderLabelCard(props: Props): string {
  const tr = words(props.context);
  return framed(props, {
    title: `${tr.t('label.title')} · ${tr.localised(props.view.title)}`,
    path: '',
    children: (
      <>
        <CardTitle {...props} />
        <LabelTable {...props} />
      </>
    ),
  });
}
