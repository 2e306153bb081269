/** A document as what it says, for a screen or for paper: one list of blocks, in reading order. */
export type Block =
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'subheading'; readonly text: string }
  /** `note` is smaller, `warning` stands out. */
  | { readonly kind: 'text'; readonly text: string; readonly tone?: 'note' | 'warning' }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [term: string, text: string])[] }
  | {
      readonly kind: 'table';
      readonly caption: string;
      /** `figure`: aligned at the right; the first column names its row. */
      readonly columns: readonly { readonly head: string; readonly figure?: boolean }[];
      readonly rows: readonly (readonly string[])[];
      readonly foot?: readonly string[];
    };
