import { scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import type { Child } from 'hono/jsx';
import { Plot } from './plot.tsx';
import { axisTop, marksOf } from './scale.ts';

/** One bar: its name in full, a short one for the axis, and a figure per layer. */
export type BarOf<Layer extends string> = {
  readonly name: string;
  readonly mark: string;
  readonly values: Readonly<Record<Layer, number>>;
};

type Props<Layer extends string> = {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** What the drawing shows, in a sentence, for those who don't see it. */
  readonly summary: string;
  /** Layers from the bottom up, with their names. */
  readonly layers: readonly { readonly layer: Layer; readonly name: string }[];
  readonly bars: readonly BarOf<Layer>[];
  readonly number: (value: number) => string;
  /** The table behind the drawing, and what opens it. */
  readonly table: Child;
  readonly tableName: string;
};

const height = 100;
const bar_width = 10;
/** Of a bar's place, on each side. */
const gap = 1;
const marks_max = 4;

/**
 * Bars in layers, drawn here and without a script. The drawing is stretched to the page's width, so its letters are
 * not in it: they stand beside it and keep their size on a phone. The same figures are in the table behind it.
 */
export function StackedBars<Layer extends string>(props: Props<Layer>) {
  const { id, title, summary, layers, bars, number } = props;
  const keys = layers.map(({ layer }) => layer);
  const total = (bar: BarOf<Layer>) => keys.reduce((sum, key) => sum + bar.values[key], 0);
  const top = axisTop(Math.max(0, ...bars.map(total)));
  const y = scaleLinear().domain([0, top]).range([height, 0]);
  const stacked = stack<BarOf<Layer>, Layer>()
    .keys(keys)
    .value((bar, key) => bar.values[key])(bars);
  const width = bars.length * bar_width;
  const marks = marksOf(bars.length, marks_max);
  return (
    <figure class="chart" aria-labelledby={`${id}-title`}>
      <figcaption>
        <h3 id={`${id}-title`}>{title}</h3>
        <p class="small">{summary}</p>
      </figcaption>
      <ul class="legend">
        {layers.map(({ layer, name }) => (
          <li>
            <svg viewBox="0 0 12 12" aria-hidden="true" focusable="false">
              <rect class={`layer-${layer}`} width="12" height="12" />
            </svg>
            {name}
          </li>
        ))}
      </ul>
      <Plot {...{ top, number, summary, width, height, y }} marks={marks.map((bar) => bars[bar]?.mark)}>
        {marks.slice(1).map((bar) => (
          <line class="gridline" x1={bar * bar_width} x2={bar * bar_width} y1="0" y2={height} />
        ))}
        {bars.map((bar, index) => (
          <g>
            <title>{`${bar.name} · ${number(total(bar))}`}</title>
            <rect class="hover" x={index * bar_width} y="0" width={bar_width} height={height} />
            {stacked.map((layer) => {
              const [from = 0, to = 0] = layer[index] ?? [];
              return from === to ? null : (
                <rect
                  class={`layer-${layer.key}`}
                  x={index * bar_width + gap}
                  width={bar_width - 2 * gap}
                  y={y(to).toFixed(2)}
                  height={(y(from) - y(to)).toFixed(2)}
                />
              );
            })}
          </g>
        ))}
      </Plot>
      <details class="more">
        <summary>{props.tableName}</summary>
        {props.table}
      </details>
    </figure>
  );
}
