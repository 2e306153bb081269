export * from './amount.ts';
export * from './assert.ts';
export * from './clock.ts';
export * from './group.ts';
export * from './id.ts';
export * from './random.ts';
export * from './url.ts';
