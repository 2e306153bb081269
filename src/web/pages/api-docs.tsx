import { type PageContext, page, words } from '../parts/page.tsx';

type Fields = Readonly<Record<string, unknown>>;
const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const fields = (value: unknown): Fields => (isFields(value) ? value : {});
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

type Endpoint = {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Fields[];
  readonly answers: readonly (readonly [string, string])[];
};

/** The endpoints of an OpenAPI document, in its order. */
function endpoints(openapi: object): readonly Endpoint[] {
  return Object.entries(fields(fields(openapi).paths)).flatMap(([path, item]) =>
    methods
      .filter((method) => isFields(fields(item)[method]))
      .map((method) => {
        const operation = fields(fields(item)[method]);
        const parameters = operation.parameters;
        return {
          method: method.toUpperCase(),
          path,
          summary: text(operation.summary),
          description: text(operation.description),
          parameters: Array.isArray(parameters) ? parameters.filter(isFields) : [],
          answers: Object.entries(fields(operation.responses)).map(
            ([status, answer]) => [status, text(fields(answer).description)] as const,
          ),
        };
      }),
  );
}

/** What can be asked of this site by programs, read from its OpenAPI document. */
export function renderApiDocs(openapi: object, context: PageContext): string {
  const { t } = words(context);
  return page({
    context,
    title: `${t('api.title')} · Relais`,
    description: t('api.lead'),
    head: <link rel="stylesheet" href={context.asset('api.css')} />,
    children: (
      <div class="wide sheet">
        <h1>{t('api.title')}</h1>
        <p class="summary">{t('api.lead')}</p>
        <p>
          <a class="button quiet" href="/api/v1/openapi.json">
            {t('api.document')}
          </a>
        </p>
        {endpoints(openapi).map((endpoint) => (
          <EndpointSheet endpoint={endpoint} context={context} />
        ))}
      </div>
    ),
  });
}

function EndpointSheet({ endpoint, context }: { endpoint: Endpoint; context: PageContext }) {
  const { t } = words(context);
  return (
    <section class="endpoint" lang="en">
      <h2>
        <code>
          <b>{endpoint.method}</b> {endpoint.path}
        </code>
      </h2>
      {endpoint.summary === '' ? null : <p class="promise">{endpoint.summary}</p>}
      {endpoint.description === '' ? null : <p>{endpoint.description}</p>}
      {endpoint.parameters.length === 0 ? null : (
        <>
          <h3 lang={context.language}>{t('api.parameters')}</h3>
          <dl class="label">
            {endpoint.parameters.map((parameter) => (
              <div>
                <dt>
                  <code>{text(parameter.name)}</code>
                </dt>
                <dd>
                  {text(parameter.description)}
                  {parameter.required === true ? (
                    <span lang={context.language}> ({t('api.required')})</span>
                  ) : null}
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {endpoint.answers.length === 0 ? null : (
        <>
          <h3 lang={context.language}>{t('api.answers')}</h3>
          <dl class="label">
            {endpoint.answers.map(([status, description]) => (
              <div>
                <dt>
                  <code>{status}</code>
                </dt>
                <dd>{description}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  );
}
