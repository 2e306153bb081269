import type { Child } from 'hono/jsx';

export type Ranked = { readonly name: Child; readonly count: number; readonly more?: readonly Child[] };

/** A table whose rows carry a bar: how much of the greatest each one is. Drawing and table are one. */
export function Ranking(props: {
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly Ranked[];
  readonly number: (value: number) => string;
  readonly empty: string;
}) {
  const { caption, heads, rows, number, empty } = props;
  if (rows.length === 0)
    return (
      <>
        <h3>{caption}</h3>
        <p>{empty}</p>
      </>
    );
  const most = Math.max(1, ...rows.map((row) => row.count));
  return (
    <table class="ranking">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {heads.map((head, place) => (
            <th scope="col" class={place === 0 ? undefined : 'figure'}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, count, more = [] }) => (
          <tr>
            <th scope="row">
              {name}
              <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <rect class="layer-counted" width={((100 * count) / most).toFixed(1)} height="4" />
              </svg>
            </th>
            <td class="figure">{number(count)}</td>
            {more.map((cell) => (
              <td class="figure">{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
