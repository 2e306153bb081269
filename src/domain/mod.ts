export * from './allocate.ts';
export * from './campaign.ts';
export * from './qualify.ts';
export * from './relay.ts';
export * from './relay-machine.ts';
export * from './retry.ts';
