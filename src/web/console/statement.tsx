import type { Block, StatementView } from '../../settlement/mod.ts';
import { inside, words } from '../parts/page.tsx';
import type { CampaignVisit } from './guard.ts';
import { consolePage } from './shell.tsx';
import { statementBlocks, statementTitle } from './statement-words.ts';

/** A statement on screen: the same blocks that are printed. */
export function renderStatement(view: StatementView, path: string, visit: CampaignVisit): string {
  const { context } = visit;
  const tr = words(context);
  const blocks = statementBlocks(tr, view, context.publicUrl);
  return consolePage({
    visit,
    campaign: visit,
    here: 'settlement',
    title: `${statementTitle(tr, view)} · ${view.statement.partner.name}`,
    script: <link rel="stylesheet" href={context.asset('settlement.css')} />,
    children: (
      <article class="statement">
        <p class="links">
          <a href={inside(context, `/console/c/${visit.entry.slug}/settlement`)}>← {tr.t('settle.title')}</a>
        </p>
        <p class="links">
          {tr.t('statement.download')} <a href={inside(context, `${path}.pdf`)}>PDF</a>{' '}
          <a href={inside(context, `${path}.csv`)}>CSV</a>
        </p>
        <Blocks blocks={blocks.filter((block) => block.kind !== 'title')} />
      </article>
    ),
  });
}

/** Blocks as elements of a page; `title` is the page's own. */
export function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return (
    <>
      {blocks.map((block) => (
        <OneBlock block={block} />
      ))}
    </>
  );
}

function OneBlock({ block }: { block: Block }) {
  switch (block.kind) {
    case 'title':
    case 'heading':
      return <h2>{block.text}</h2>;
    case 'subheading':
      return <h3>{block.text}</h3>;
    case 'text':
      return <p class={block.tone === 'note' ? 'small' : block.tone}>{block.text}</p>;
    case 'facts':
      return (
        <dl class="label">
          {block.rows.map(([term, text]) => (
            <div>
              <dt>{term}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      );
    case 'table':
      return <Table block={block} />;
  }
}

function Table({ block }: { block: Extract<Block, { kind: 'table' }> }) {
  const { columns, rows, foot, caption } = block;
  const kindOf = (index: number) => (columns[index]?.figure === true ? 'figure' : undefined);
  return (
    // Wider than a phone: whoever reads by keyboard can scroll it too.
    <section class="table-scroll" tabindex={0} aria-label={caption}>
      <table class="list">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th scope="col" class={kindOf(index)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <Row cells={cells} kindOf={kindOf} />
          ))}
        </tbody>
        {foot === undefined ? null : (
          <tfoot>
            <Row cells={foot} kindOf={kindOf} />
          </tfoot>
        )}
      </table>
    </section>
  );
}

function Row(props: { cells: readonly string[]; kindOf: (index: number) => string | undefined }) {
  const [first = '', ...rest] = props.cells;
  return (
    <tr>
      <th scope="row">{first}</th>
      {rest.map((cell, index) => (
        <td class={props.kindOf(index + 1)}>{cell}</td>
      ))}
    </tr>
  );
}

/** The data of a tax receipt on screen, or why there is none. */
export function renderReceipt(blocks: readonly Block[], path: string, visit: CampaignVisit): string {
  const { context } = visit;
  const { t } = words(context);
  return consolePage({
    visit,
    campaign: visit,
    here: 'settlement',
    title: t('cerfa.title'),
    script: <link rel="stylesheet" href={context.asset('settlement.css')} />,
    children: (
      <article class="statement">
        <p class="links">
          <a href={inside(context, `/console/c/${visit.entry.slug}/settlement`)}>← {t('settle.title')}</a>{' '}
          <a href={inside(context, `${path}.pdf`)}>PDF</a>
        </p>
        <Blocks blocks={blocks.filter((block) => block.kind !== 'title')} />
      </article>
    ),
  });
}
