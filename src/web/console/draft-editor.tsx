import type { Draft } from '../../campaign/mod.ts';
import type { MessageKey, Translator } from '../../i18n/mod.ts';
import { type PageContext, words } from '../parts/page.tsx';
import {
  charterSection,
  type DraftField,
  type DraftList,
  type DraftSection,
  draftSections,
  promiseSection,
} from './draft-fields.ts';
import { statedName, type TypedSection } from './draft-form.ts';
import { ErrorSummary, Field, type FieldError, type FieldKind } from './fields.tsx';

export type EditorProps = {
  readonly context: PageContext;
  readonly section: DraftSection;
  readonly typed: TypedSection;
  readonly errors: readonly FieldError[];
  readonly revision: number;
  readonly action: string;
  /** The draft's organisations, for fields that name one. */
  readonly organisations: readonly { readonly slug: string; readonly name: string }[];
};

const kinds: Readonly<Record<DraftField['kind'], FieldKind>> = {
  text: 'text',
  area: 'area',
  slug: 'text',
  number: 'number',
  day: 'date',
  instant: 'datetime-local',
  flag: 'flag',
  choice: 'choice',
  words: 'area',
  numbers: 'text',
  organisation: 'choice',
};

/** The form of a part of the campaign. Entries of lists are added and taken away without saving anything. */
export function DraftEditor(props: EditorProps) {
  const { context, section, typed, errors } = props;
  const { t } = words(context);
  return (
    <form method="post" action={props.action} class="editor">
      <ErrorSummary context={context} errors={errors} />
      <input type="hidden" name="revision" value={String(props.revision)} />
      {section.fields.map((field) => (
        <DraftInput {...props} field={field} name={field.path} />
      ))}
      {section.lists.map((list) => (
        <ListEditor {...props} list={list} count={typed.counts.get(list.path) ?? 0} />
      ))}
      <p class="editor-save">
        {/* First in the form's order of submit buttons: the return key saves. */}
        <button type="submit" name="do" value="save">
          {t('form.save')}
        </button>
      </p>
    </form>
  );
}

function ListEditor(props: EditorProps & { list: DraftList; count: number }) {
  const { context, list, count, typed, errors } = props;
  const { t } = words(context);
  return (
    <div class="editor-list" id={`list-${list.path.replace(/\W/g, '_')}`}>
      {Array.from({ length: count }, (_, index) => {
        const at = (path: string) => `${list.path}[${index}].${path}`;
        const name = ['id', 'slug', 'key', 'name.fr', 'fr']
          .map((path) => typed.texts.get(at(path)))
          .find((text) => text !== undefined && text !== '');
        const title = `${t(list.title)} ${index + 1}${name === undefined ? '' : ` · ${name}`}`;
        return (
          <fieldset>
            <legend>{title}</legend>
            {list.fields
              .filter((field) => field.group === undefined)
              .map((field) => (
                <DraftInput {...props} field={field} name={at(field.path)} />
              ))}
            {[...new Set(list.fields.flatMap((field) => field.group ?? []))].map((group) => (
              <FieldGroup {...props} group={group} at={at} />
            ))}
            <button
              class="quiet"
              type="submit"
              name="do"
              value={`remove ${list.path} ${index}`}
              aria-label={t('edit.removeOf', { name: title })}
            >
              {t('edit.remove')}
            </button>
          </fieldset>
        );
      })}
      {count > 0 || list.stated === undefined ? null : (
        <Field
          context={context}
          name={statedName(list.path)}
          kind="flag"
          label={t(list.stated)}
          value={typed.stated.has(list.path) ? 'true' : ''}
          errors={errors}
        />
      )}
      <p>
        <button class="quiet" type="submit" name="do" value={`add ${list.path}`}>
          {t(list.add)}
        </button>
      </p>
    </div>
  );
}

/** Fields for some entries only; open where one of them says something, or is wrong. */
function FieldGroup(
  props: EditorProps & { list: DraftList; group: MessageKey; at: (path: string) => string },
) {
  const { context, list, group, at, typed, errors } = props;
  const fields = list.fields.filter((field) => field.group === group);
  const open = fields.some(
    ({ path }) => (typed.texts.get(at(path)) ?? '') !== '' || errors.some((error) => error.name === at(path)),
  );
  return (
    <details open={open}>
      <summary>{words(context).t(group)}</summary>
      {fields.map((field) => (
        <DraftInput {...props} field={field} name={at(field.path)} />
      ))}
    </details>
  );
}

function DraftInput(props: EditorProps & { field: DraftField; name: string }) {
  const { context, field, name, typed, errors, organisations } = props;
  const { t } = words(context);
  return (
    <Field
      context={context}
      name={name}
      kind={kinds[field.kind]}
      label={t(field.label)}
      value={typed.texts.get(name) ?? ''}
      errors={errors}
      required={field.needed ?? false}
      lang={/\.en(\[\d\])?$/.test(name) ? 'en' : /\.fr(\[\d\])?$/.test(name) ? 'fr' : undefined}
      {...(field.hint === undefined ? {} : { hint: t(field.hint) })}
      {...(field.kind === 'organisation' ? { options: organisationOptions(organisations) } : {})}
      {...(field.choices === undefined
        ? {}
        : { options: field.choices.map((value) => ({ value, label: choiceWords(context, field, value) })) })}
    />
  );
}

function organisationOptions(organisations: EditorProps['organisations']) {
  return [
    { value: '', label: '–' },
    ...organisations.map(({ slug, name }) => ({ value: slug, label: name === '' ? slug : name })),
  ];
}

function choiceWords(context: PageContext, field: DraftField, value: string): string {
  return words(context).t(`${field.label}.${value}` as MessageKey);
}

/** The draft's organisations as fields name them. */
export function organisationsOf(draft: Draft['draft']): EditorProps['organisations'] {
  const list = draft.organisations;
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: { slug?: unknown; name?: unknown } | null) =>
    typeof one?.slug === 'string' ? [{ slug: one.slug, name: String(one.name ?? '') }] : [],
  );
}

/** Where a problem with the file is repaired: a page of the console, and the field there. */
export function repairPath(slug: string, path: string): string {
  const page = /^pledges/.test(path)
    ? '/promises'
    : /^charter|^disclosures\.consent/.test(path)
      ? '/charter'
      : `/edit/${sectionOf(path)}`;
  return `/console/c/${slug}${page}#f-${fieldOf(path).replace(/[^a-zA-Z0-9-]/g, '_')}`;
}

function sectionOf(path: string): string {
  if (/^organisations|^campaign\.charity/.test(path)) return 'organisations';
  if (/^campaign\.unit/.test(path)) return 'unit';
  if (/^campaign\.relay|^disclosures\.conditions/.test(path)) return 'rules';
  if (/^disclosures/.test(path)) return 'statements';
  return /^impact|^programmes/.test(path) ? 'background' : 'campaign';
}

/** The first field below a path that is a group of them. */
function fieldOf(path: string): string {
  const first: Readonly<Record<string, string>> = {
    'disclosures.payout': 'disclosures.payout.every',
    'disclosures.fees': statedName('disclosures.fees'),
    'disclosures.contact': 'disclosures.contact.address',
    'campaign.unit.value': 'campaign.unit.value.amount',
    'campaign.unit.value.method': 'campaign.unit.value.method.fr',
    'campaign.title': 'campaign.title.fr',
    'campaign.summary': 'campaign.summary.fr',
    charter: 'charter.text',
  };
  return first[path] ?? path.replace(/\.tax$/, '.tax.kind').replace(/\.mission$/, '.mission.fr');
}

/** What is said of a part that is not typed right, at each field of it. */
export function sectionErrors(
  tr: Translator,
  problems: Draft['problems'],
  section: DraftSection,
  typed: TypedSection,
  say: (tr: Translator, problem: Draft['problems'][number]) => string,
): readonly FieldError[] {
  return problems.flatMap((problem) => {
    const name = [...typed.texts.keys()].find(
      (path) => path === problem.path || problem.path.startsWith(`${path}[`),
    );
    const inSection = name !== undefined || section.fields.some(({ path }) => path === problem.path);
    // What is missing is the gate's to say: a campaign may be made in any order.
    if (!inSection || / is missing\.$/.test(problem.problem)) return [];
    return [{ name: name ?? problem.path, sentence: say(tr, problem) }];
  });
}

/** What a path of the file is called in the forms; the path itself where it has no field. */
export function labelOf(tr: Translator, path: string): string {
  const plain = path.replace(/\[\d+\]/g, '');
  for (const section of [...draftSections, promiseSection, charterSection]) {
    for (const field of section.fields)
      if (field.path === path || field.path.startsWith(`${path}.`)) return tr.t(field.label);
    for (const list of section.lists) {
      if (list.path === plain) return tr.t(section.title);
      const field = list.fields.find((one) =>
        plain.startsWith(`${list.path}.${one.path.replace(/\.fr$/, '')}`),
      );
      if (field !== undefined) return `${tr.t(list.title)}, ${tr.t(field.label)}`;
    }
  }
  return path;
}
