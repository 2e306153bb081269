export * from './allocate.ts';
export * from './campaign.ts';
export * from './leaf.ts';
export * from './qualify.ts';
export * from './recount.ts';
export * from './relay.ts';
export * from './relay-machine.ts';
export * from './retry.ts';
