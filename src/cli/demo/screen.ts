import type { WriteStream } from 'node:tty';

/** A terminal with lines that stay and one line at the bottom that moves; plain lines where there is no terminal. */
export type Screen = {
  readonly line: (text: string) => void;
  /** Draws the progress at the bottom; nothing where there is no terminal. */
  readonly progress: (done: number, all: number, label: string) => void;
  readonly end: () => void;
};

const styles = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
export type Paint = (style: keyof typeof styles, text: string) => string;

/** Colours, where the terminal shows them and nobody objects (no-color.org). */
export function paintFor(
  output: Pick<WriteStream, 'isTTY'>,
  environment: Readonly<Record<string, string | undefined>>,
): Paint {
  const coloured = output.isTTY === true && environment.NO_COLOR === undefined && environment.TERM !== 'dumb';
  return (style, text) => (coloured ? `\u001b[${styles[style]}m${text}\u001b[0m` : text);
}

export function openScreen(output: Pick<WriteStream, 'isTTY' | 'columns' | 'write'>, paint: Paint): Screen {
  let bottom = '';
  const clear = () => {
    if (bottom !== '') output.write('\r\u001b[2K');
  };
  return {
    line: (text) => {
      clear();
      output.write(`${text}\n${bottom}`);
    },
    progress: (done, all, label) => {
      if (output.isTTY !== true) return;
      const width = Math.max(10, Math.min(40, (output.columns ?? 80) - label.length - 8));
      const filled = all === 0 ? 0 : Math.round((Math.min(done, all) / all) * width);
      clear();
      bottom = `  ${paint('green', '█'.repeat(filled))}${paint('dim', '░'.repeat(width - filled))} ${paint('bold', label)}`;
      output.write(bottom);
    },
    end: () => {
      if (bottom !== '') output.write('\n');
      bottom = '';
    },
  };
}
