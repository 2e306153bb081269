import type { Child } from 'hono/jsx';
import { languageCodes, languages } from '../../kernel/mod.ts';
import { type PageContext, words } from '../parts/page.tsx';

export type FieldKind =
  | 'text'
  | 'email'
  | 'url'
  | 'number'
  | 'date'
  | 'datetime-local'
  | 'area'
  | 'choice'
  | 'flag';

/** The languages, each as its speakers name it. */
export const languageChoices = languageCodes.map((code) => ({ value: code, label: languages[code].name }));

/** One thing wrong with what was typed, at its field. */
export type FieldError = { readonly name: string; readonly sentence: string };

export type FieldProps = {
  readonly context: PageContext;
  readonly name: string;
  readonly label: string;
  readonly kind?: FieldKind;
  readonly value?: string;
  readonly hint?: string;
  readonly errors?: readonly FieldError[];
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  readonly required?: boolean;
  readonly autocomplete?: string;
  readonly lang?: string | undefined;
  readonly rows?: number;
};

/** The id of a field, from its name. */
export const fieldId = (name: string) => `f-${name.replace(/[^a-zA-Z0-9-]/g, '_')}`;

/** A field with its label, its hint, and what is wrong with it, tied together for those who hear the page. */
export function Field(props: FieldProps) {
  const { context, name, label, kind = 'text', hint, errors = [], required = false } = props;
  const { t } = words(context);
  const id = fieldId(name);
  const wrong = errors.filter((error) => error.name === name);
  const described = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(wrong.length === 0 ? [] : [`${id}-error`]),
  ];
  const common = {
    id,
    name,
    'aria-describedby': described.length === 0 ? undefined : described.join(' '),
    'aria-invalid': wrong.length === 0 ? undefined : ('true' as const),
    lang: props.lang,
  };
  return (
    <div class={`field field-${kind}`}>
      {kind === 'flag' ? <Input {...props} kind={kind} common={common} /> : null}
      <label for={id}>
        {label}
        {required ? <span class="needed"> ({t('form.required')})</span> : null}
      </label>
      {hint === undefined ? null : (
        <p class="small" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {kind === 'flag' ? null : <Input {...props} kind={kind} common={common} />}
      {wrong.length === 0 ? null : (
        <p class="field-error" id={`${id}-error`}>
          {wrong.map((error) => error.sentence).join(' ')}
        </p>
      )}
    </div>
  );
}

function Input(props: FieldProps & { kind: FieldKind; common: object }) {
  const { kind, value = '', options = [], common, autocomplete } = props;
  switch (kind) {
    case 'area':
      return (
        <textarea {...common} rows={props.rows ?? 4}>
          {value}
        </textarea>
      );
    case 'choice':
      return (
        <select {...common}>
          {options.map((option) => (
            <option value={option.value} selected={option.value === value}>
              {option.label}
            </option>
          ))}
        </select>
      );
    case 'flag':
      return <input {...common} type="checkbox" value="true" checked={value === 'true'} />;
    case 'number':
      // As text: browsers drop what they don't take for a number, and then nobody can be told what was wrong.
      return <input {...common} type="text" inputmode="decimal" value={value} />;
    case 'datetime-local':
      return <input {...common} {...clock(value)} type="datetime-local" />;
    default:
      return <input {...common} type={kind} value={value} autocomplete={autocomplete ?? 'off'} />;
  }
}

/** Seconds are asked for only where there are some: `23:59:59`. */
function clock(value: string): { readonly value: string; readonly step?: string } {
  return /T\d\d:\d\d:(?!00)\d\d/.test(value)
    ? { value, step: '1' }
    : { value: value.replace(/:00$/, (end, at) => (at === 16 ? '' : end)) };
}

/** Everything that is wrong, on top of the form, each a link to its field. */
export function ErrorSummary(props: {
  context: PageContext;
  errors: readonly FieldError[];
  children?: Child;
}) {
  const { t } = words(props.context);
  if (props.errors.length === 0) return null;
  return (
    <div class="error-summary" role="alert" tabindex={-1}>
      <p>
        <strong>{t('form.errors', { n: props.errors.length })}</strong>
      </p>
      <ul>
        {props.errors.map((error) => (
          <li>
            <a href={`#${fieldId(error.name)}`}>{error.sentence}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
