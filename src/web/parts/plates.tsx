import type { PledgeView } from '../../campaign/mod.ts';

/** Small plates people still count at a glance. */
const servings_max = 24;
/** Plates in the row that shows progress. */
const plates = 20;
const places = Array.from({ length: plates }, (_, i) => i * 20 + 10);

/** A set table seen from above: plates are served from the left as the goal comes nearer. The text beside it says the same. */
export function Table({ share }: { share: number }) {
  const width = Math.max(0, Math.min(1, share)) * plates * 20;
  return (
    <svg class="table" viewBox={`0 0 ${plates * 20} 20`} aria-hidden="true" focusable="false">
      <clipPath id="served">
        <rect data-live="progress" x="0" y="0" width={width.toFixed(1)} height="20" />
      </clipPath>
      <g class="laid">
        {places.map((x) => (
          <circle cx={x} cy="10" r="8" />
        ))}
      </g>
      <g class="served" clip-path="url(#served)">
        {places.map((x) => (
          <>
            <circle class="rim" cx={x} cy="10" r="8.5" />
            <circle class="dish-of" cx={x} cy="10" r="5.2" />
          </>
        ))}
      </g>
    </svg>
  );
}

/** As many small plates as an act gives, one colour per promise, none served of a promise at its cap; nothing where they would be too many to count. */
export function Servings({ pledges }: { pledges: readonly PledgeView[] }) {
  const all = pledges.flatMap((pledge, promise) =>
    Array.from({ length: Math.min(pledge.perAct, servings_max + 1) }, () => ({ pledge, promise })),
  );
  if (all.length === 0 || all.length > servings_max) return null;
  return (
    <svg class="servings" viewBox={`0 0 ${all.length * 14} 14`} aria-hidden="true" focusable="false">
      {all.map(({ pledge, promise }, i) => (
        <g
          class={`promise-${promise % 4}${pledge.remaining === 0 ? ' spent' : ''}`}
          data-live-plate={pledge.id}
        >
          <circle class="rim" cx={i * 14 + 7} cy="7" r="6" />
          <circle class="dish-of" cx={i * 14 + 7} cy="7" r="3.6" />
        </g>
      ))}
    </svg>
  );
}

/** How much of a promise is used. The figures stand beside it. */
export function Bar({ share, pledge }: { share: number; pledge: string }) {
  return (
    <svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="bar-cap" width="1000" height="10" />
      <rect
        class="bar-given"
        data-live-bar={pledge}
        width={(Math.max(0, Math.min(1, share)) * 1000).toFixed(1)}
        height="10"
      />
    </svg>
  );
}
