import { scaleLinear } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import { Plot } from './plot.tsx';
import { axisTop, marksOf } from './scale.ts';

/** One day, or several: how it is called in full and on the axis, what it gave, and all until its end. */
export type Step = {
  readonly name: string;
  readonly mark: string;
  readonly moved: number;
  readonly sum: number;
};

type Props = {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** What the drawing shows, in a sentence, for those who don't see it. */
  readonly summary: string;
  readonly steps: readonly Step[];
  /** Levels worth a line: milestones, the caps together. Those far above what was reached are left out. */
  readonly levels: readonly { readonly value: number; readonly name: string; readonly cap: boolean }[];
  readonly number: (value: number) => string;
  readonly heads: { readonly step: string; readonly moved: string; readonly sum: string };
  readonly tableName: string;
};

const height = 100;
const step_width = 10;
const marks_max = 4;
/** A level is drawn when it is at most so many times what was reached. */
const near = 1.3;

/** A sum that grows over time, with its milestones. The same figures are in the table behind it. */
export function Timeline(props: Props) {
  const { id, title, summary, steps, number, heads } = props;
  const most = Math.max(1, ...steps.map((one) => one.sum));
  const levels = props.levels.filter((one) => one.value > 0 && one.value <= most * near);
  const top = axisTop(Math.max(most, ...levels.map((one) => one.value)));
  const y = scaleLinear().domain([0, top]).range([height, 0]);
  const width = Math.max(1, steps.length) * step_width;
  // The last step is drawn to its end.
  const points = [
    ...steps.map((one, index) => [index, one.sum] as const),
    [steps.length, steps.at(-1)?.sum ?? 0] as const,
  ];
  const x = ([index]: readonly [number, number]) => index * step_width;
  const at = ([, sum]: readonly [number, number]) => y(sum);
  const ground = area<readonly [number, number]>().x(x).y0(height).y1(at).curve(curveStepAfter).digits(2);
  const edge = line<readonly [number, number]>().x(x).y(at).curve(curveStepAfter).digits(2);
  const marks = marksOf(steps.length, marks_max);
  return (
    <figure class="chart growth-chart" aria-labelledby={`${id}-title`}>
      <figcaption>
        <h3 id={`${id}-title`}>{title}</h3>
        <p class="small">{summary}</p>
      </figcaption>
      <Plot {...{ top, number, summary, width, height, y }} marks={marks.map((index) => steps[index]?.mark)}>
        <path class="timeline-ground" d={ground(points) ?? ''} />
        <path class="timeline-edge" d={edge(points) ?? ''} />
        {levels.map((one) => (
          <line
            class={one.cap ? 'timeline-cap' : 'timeline-level'}
            x1="0"
            x2={width}
            y1={y(one.value).toFixed(2)}
            y2={y(one.value).toFixed(2)}
          >
            <title>{one.name}</title>
          </line>
        ))}
        {steps.map((one, index) => (
          <rect class="hover" x={index * step_width} y="0" width={step_width} height={height}>
            <title>{`${one.name} · ${number(one.sum)}`}</title>
          </rect>
        ))}
      </Plot>
      {levels.length === 0 ? null : (
        <ul class="legend">
          {levels.map((one) => (
            <li>
              <svg viewBox="0 0 12 12" aria-hidden="true" focusable="false">
                <line class={one.cap ? 'timeline-cap' : 'timeline-level'} x1="0" x2="12" y1="6" y2="6" />
              </svg>
              {one.name}
            </li>
          ))}
        </ul>
      )}
      <details class="more">
        <summary>{props.tableName}</summary>
        <section class="table-scroll" aria-label={title} tabindex={0}>
          <table class="life">
            <thead>
              <tr>
                <th scope="col">{heads.step}</th>
                <th scope="col" class="figure">
                  {heads.moved}
                </th>
                <th scope="col" class="figure">
                  {heads.sum}
                </th>
              </tr>
            </thead>
            <tbody>
              {steps.map((one) => (
                <tr>
                  <th scope="row">{one.name}</th>
                  <td class="figure">{number(one.moved)}</td>
                  <td class="figure">{number(one.sum)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </figure>
  );
}
