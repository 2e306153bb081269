import { createRequire } from 'node:module';
import { renderAsync } from '@resvg/resvg-js';

const require = createRequire(import.meta.url);
const fontFiles = ['400Regular/Newsreader_400Regular.ttf', '700Bold/Newsreader_700Bold.ttf'].map((file) =>
  require.resolve(`@expo-google-fonts/newsreader/${file}`),
);

/** A drawing as PNG, painted off the main thread. Text is set in Newsreader whatever the machine has installed. */
export async function pngOf(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  const image = await renderAsync(svg, {
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'Newsreader' },
  });
  return new Uint8Array(image.asPng());
}
