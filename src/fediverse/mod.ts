export { type AtHouse, atLooker } from './bluesky/look.ts';
export { type AtPost, atPostIn } from './bluesky/record.ts';
export { keepStream, type StreamHouse } from './bluesky/stream.ts';
