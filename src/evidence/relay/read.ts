export {
  createPageReader,
  lookahead_max,
  type PageReader,
  type PageReaderOptions,
} from './read/page-reader.ts';
export type { PageSight } from './read/post-text.ts';
