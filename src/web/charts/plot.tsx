import type { Child } from 'hono/jsx';

type Props = {
  /** The value at the top; the axis begins at 0. */
  readonly top: number;
  readonly number: (value: number) => string;
  /** What the drawing shows, in a sentence, for those who don't see it. */
  readonly summary: string;
  readonly width: number;
  readonly height: number;
  readonly y: (value: number) => number;
  /** Marks under the drawing, at equal distances. */
  readonly marks: readonly (string | undefined)[];
  readonly children: Child;
};

/**
 * A drawing with its axes, without a script. The drawing is stretched to the page's width, so its letters are not in it:
 * they stand beside it and keep their size on a phone.
 */
export function Plot({ top, number, summary, width, height, y, marks, children }: Props) {
  return (
    <div class="plot">
      <p class="axis-y" aria-hidden="true">
        <span>{number(top)}</span>
        <span>{number(top / 2)}</span>
      </p>
      <svg
        class="bars"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={summary}
      >
        {[0, top / 2, top].map((value) => (
          <line class="gridline" x1="0" x2={width} y1={y(value)} y2={y(value)} />
        ))}
        {children}
      </svg>
      <p class={`axis-x parts-${marks.length}`} aria-hidden="true">
        {marks.map((mark) => (
          <span>{mark}</span>
        ))}
      </p>
    </div>
  );
}
